"""Why a file can't be read or written, in French whatever the language of the system."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "il n’existe pas",
    errno.ENOTDIR: "son dossier n’en est pas un",
    errno.EISDIR: "c’est un dossier",
    errno.EEXIST: "il existe déjà",
    errno.EACCES: "vous n’y avez pas droit, ou il est ouvert dans un autre programme",
    errno.EPERM: "vous n’y avez pas droit",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre place sur ce disque est pleine",
    errno.EFBIG: "il est trop gros pour ce disque",
    errno.ENAMETOOLONG: "son nom, ou celui de son dossier, est trop long pour ce disque",
    errno.EBUSY: "un autre programme l’occupe",
    errno.EIO: "le disque ne répond plus",
    errno.ENODEV: "le disque est retiré",
    errno.ENXIO: "le disque est retiré",
    errno.ESTALE: "le réseau ne le trouve plus",
    errno.ETIMEDOUT: "le réseau ne répond pas",
    errno.EINVAL: "le disque n’accepte pas ce nom",
}


def reason(error: OSError) -> str:
    """A few words to stand inside a sentence; those of the system where the fault is a rare one."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)
