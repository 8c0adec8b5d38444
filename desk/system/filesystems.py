"""The file system that holds a path, as Linux lists it."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OVER_A_NETWORK = frozenset(
    [
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    ]
)


def network_kind(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of the network file system that holds a path; "" for a disk of this machine, and where nothing is known."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    there, found, longest = path.absolute(), "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        place = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4]))
        if (there == place or place in there.parents) and len(place.parts) >= longest:
            found, longest = after.split(" ")[0], len(place.parts)
    return found if found in _OVER_A_NETWORK else ""
