"""Pictures of what stands over any place: first opening, guide, tour, what is new, a new version."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.camera import Camera, settle
from desktop.ui.guidance.news import NewsWindow
from desktop.ui.guidance.tour_steps import start_tour
from desktop.ui.guidance.welcome import WelcomeWindow
from desktop.ui.guidance.window import GuideWindow
from desktop.ui.settings.window import SettingsWindow


def photograph_settings(camera: Camera) -> None:
    """What an office sets by itself; nothing is written."""
    window = SettingsWindow(camera.office, camera.window)
    window.show()
    settle()  # what is shipped is read once
    for code, name in (
        ("letters", "reglages-lettres"), ("criteria", "reglages-notation"), ("checks", "reglages-controles"),
        ("committees", "reglages-comites"), ("rights", "reglages-droits"), ("head", "reglages-entete"),
    ):  # fmt: skip
        window.choose(code)
        settle()
        camera.picture(name, window)
    window.reject()


def photograph_learning(camera: Camera) -> None:
    """How the program is learned; nothing is written."""
    welcome = WelcomeWindow("A. Exemple", camera.window)
    welcome.show_choices()
    welcome.show()
    camera.picture("premiere-ouverture", welcome)
    welcome.show_form()
    welcome.city.setText("Ville de Bellerive")
    camera.picture("premiere-ouverture-appel", welcome)
    welcome.done(0)
    camera.place("list")
    tour = start_tour(camera.window)
    tour.step(1)
    camera.picture("visite-guidee")
    tour.leave()
    camera.window.help.open_here()
    settle()
    guide = camera.window.findChild(GuideWindow)
    if isinstance(guide, GuideWindow):
        camera.picture("guide", guide)
        guide.close()
    news = NewsWindow(camera.window.settings, camera.window)
    news.show()
    camera.picture("nouveautes", news)
    news.close()


def picture_station(camera: Camera) -> None:
    """Nothing is written in the base."""
    _renewal(camera)


def _renewal(camera: Camera) -> None:
    """A version that the folder of updates would bring, and the one before."""
    from desktop.exchange.package import Package
    from desktop.flow.renew import offer_of
    from desktop.home import Home
    from desktop.ui.renewal.window import RenewalWindow

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "versions" / "0.0.9").mkdir(parents=True)
        (Path(folder) / "version").write_text("0.1.0\n0.0.9\n", encoding="ascii")
        here = Home("versions", Path(folder), "0.1.0")
        news = (
            "Lettres : deux signataires pour une même décision.",
            "Comité : le relevé s’imprime aussi sur une page.",
        )
        package = Package(Path("parvis-0.2.0-linux-x86_64.tar.gz"), "portable", "0.2.0", news, "signed")
        window = RenewalWindow(camera.office, camera.window, lambda _over: None, here)
        window.show_offer(offer_of(package, here))
        window.show()
        camera.picture("mettre-a-jour", window)
        window.reject()
