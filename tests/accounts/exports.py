"""OneRoster exports for tests, in both versions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FILES_1_1 = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
    "file.users,bulk\n",
    "classes.csv": "sourcedId,status,dateLastModified,title\n"
    "c-1,,,English 10A\nc-2,,,Drama\nc-3,tobedeleted,,Last year\n",
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,"
    "givenName,familyName,email,password\n"
    "007,,,true,o,student,ada.l,Ada,Lovelace,ada@school.example,\n"
    "u-2,,,true,o,student,,Bo,Li,bo@school.example,first word\n"
    "u-3,,,true,o,teacher,cy,Cy,Young,,\n"
    "u-4,tobedeleted,,true,o,student,di,Di,King,,\n"
    "u-5,,,true,o,student,ed,Ed,Ward,,\n",
    "enrollments.csv": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role\n"
    "e-1,,,c-1,o,007,student\ne-2,,,c-1,o,u-2,student\ne-3,,,c-1,o,u-3,teacher\n"
    "e-4,,,c-1,o,u-4,student\ne-5,,,c-1,o,u-9,student\ne-6,,,c-1,o,007,student\n"
    "e-7,tobedeleted,,c-1,o,u-5,student\ne-8,,,c-2,o,u-5,student\ne-9,,,c-2,o,u-3,student\n"
    "e-10,,,c-3,o,u-5,student\n",
}
FILES_1_2 = {
    **FILES_1_1,
    "manifest.csv": FILES_1_1["manifest.csv"].replace("version,1.1", "version,1.2"),
    "users.csv": "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName\n"
    "007,,,true,ada.l,Ada,Lovelace\nu-3,,,true,cy,Cy,Young\n",
    "roles.csv": "sourcedId,status,dateLastModified,userSourcedId,roleType,role\n"
    "r-1,,,007,primary,student\nr-2,,,u-3,primary,teacher\nr-3,,,u-3,secondary,student\n",
}


def pack(files: Mapping[str, str], folder: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return out.getvalue()


def without(files: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in files.items() if name not in names}
