"""What a passphrase must be worth: long enough that no machine guesses it, short enough to be remembered."""

LEAST = 12  # characters, as the French agency for the security of systems asks of a password kept with care


def weak(words: str) -> str:
    """Why this passphrase can't be taken, a French sentence; "" when it can."""
    if len(words.strip()) < LEAST:
        return (
            f"La phrase de passe doit compter au moins {LEAST} signes : quatre ou cinq mots sans rapport "
            "entre eux se retiennent bien."
        )
    if len(set(words)) < 5:
        return "Cette phrase de passe répète les mêmes signes : choisissez quatre ou cinq mots."
    return ""
