"""Is a zip file a sound OneRoster bulk export? The rules of 1.1 and 1.2, written out anew.

Every finding is a sentence; a sound file has none.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

LIFE = "sourcedId,status,dateLastModified"
USER = "username,userIds,givenName,familyName,middleName,identifier,email,sms,phone"
HEADERS_1_1 = {
    "academicSessions": f"{LIFE},title,type,startDate,endDate,parentSourcedId,schoolYear",
    "categories": f"{LIFE},title",
    "classes": f"{LIFE},title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "courses": f"{LIFE},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "enrollments": f"{LIFE},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,"
    "endDate",
    "lineItems": f"{LIFE},title,description,assignDate,dueDate,classSourcedId,categorySourcedId,"
    "gradingPeriodSourcedId,resultValueMin,resultValueMax",
    "orgs": f"{LIFE},name,type,identifier,parentSourcedId",
    "results": f"{LIFE},lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment",
    "users": f"{LIFE},enabledUser,orgSourcedIds,role,{USER},agentSourcedIds,grades,password",
}
HEADERS_1_2 = {
    **HEADERS_1_1,
    "categories": f"{LIFE},title,weight",
    "lineItems": f"{LIFE},title,description,assignDate,dueDate,classSourcedId,categorySourcedId,"
    "academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId",
    "results": f"{LIFE},lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,"
    "textScore,classSourcedId,inProgress,incomplete,late,missing",
    "roles": f"{LIFE},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId",
    "users": f"{LIFE},enabledUser,{USER},agentSourcedIds,grades,password,userMasterIdentifier,"
    "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns",
}
HEADERS = {"1.1": HEADERS_1_1, "1.2": HEADERS_1_2}
OTHERS_1_1 = {"classResources", "courseResources", "demographics", "resources"}
OTHERS = {
    "1.1": OTHERS_1_1,
    "1.2": OTHERS_1_1
    | {"userProfiles", "userResources", "scoreScales", "lineItemScoreScales", "resultScoreScales"}
    | {"lineItemLearningObjectiveIds", "resultLearningObjectiveIds"},
}
POINTS_AT = {
    "agentSourcedIds": "users",
    "academicSessionSourcedId": "academicSessions",
    "categorySourcedId": "categories",
    "classSourcedId": "classes",
    "courseSourcedId": "courses",
    "gradingPeriodSourcedId": "academicSessions",
    "lineItemSourcedId": "lineItems",
    "orgSourcedId": "orgs",
    "orgSourcedIds": "orgs",
    "primaryOrgSourcedId": "orgs",
    "schoolSourcedId": "orgs",
    "schoolYearSourcedId": "academicSessions",
    "studentSourcedId": "users",
    "termSourcedIds": "academicSessions",
    "userSourcedId": "users",
}
PARENTS = {"academicSessions", "orgs"}
REQUIRED = {
    "academicSessions": "title,type,startDate,endDate,schoolYear",
    "categories": "title",
    "classes": "title,courseSourcedId,classType,schoolSourcedId,termSourcedIds",
    "courses": "title,orgSourcedId",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role",
    "lineItems": "title,assignDate,dueDate,classSourcedId,categorySourcedId",
    "orgs": "name,type",
    "results": "lineItemSourcedId,studentSourcedId,scoreStatus,scoreDate",
    "roles": "userSourcedId,roleType,role,orgSourcedId",
    "users": "enabledUser,username,givenName,familyName",
}
REQUIRED_IN_1_1 = {
    "lineItems": "gradingPeriodSourcedId,resultValueMin,resultValueMax",
    "results": "score",
    "users": "orgSourcedIds,role",
}
REQUIRED_IN_1_2 = {"lineItems": "academicSessionSourcedId,schoolSourcedId"}
TRUTH = {"true", "false"}
VALUES = {
    ("academicSessions", "type"): {"gradingPeriod", "semester", "schoolYear", "term"},
    ("classes", "classType"): {"homeroom", "scheduled"},
    ("enrollments", "primary"): TRUTH,
    ("enrollments", "role"): {"administrator", "proctor", "student", "teacher"},
    ("orgs", "type"): {"department", "school", "district", "local", "state", "national"},
    ("results", "scoreStatus"): {
        *("exempt", "fully graded", "not submitted", "partially graded", "submitted"),
    },
    ("roles", "roleType"): {"primary", "secondary"},
    ("roles", "role"): {"student", "teacher"},
    ("users", "enabledUser"): TRUTH,
    ("users", "role"): {"administrator", "aide", "guardian", "parent", "student", "teacher"},
    **{("results", it): TRUTH for it in ("inProgress", "incomplete", "late", "missing")},
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS = {"score", "resultValueMin", "resultValueMax"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")
Files = dict[str, list[dict[str, str]]]


def list_findings(content: bytes, version: str) -> list[str]:
    """What is wrong with the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {it: archive.read(it).decode("utf-8") for it in archive.namelist()}
    if any("/" in it for it in texts):
        return ["a file is not at the root"]
    found = list(_check_manifest(texts, version))
    files = {}
    for name, text in texts.items():
        if name != "manifest.csv":
            part = name.removesuffix(".csv")
            found += _check_shape(part, text, version)
            files[part] = list(csv.DictReader(io.StringIO(text, newline="")))
    return [*found, *_check_rows(files, version), *_check_references(files)]


def read_files(content: bytes) -> Files:
    """The rows of each file, by the head of their columns."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            it.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(it).decode(), newline=""))
            )
            for it in archive.namelist()
        }


def _check_manifest(texts: dict[str, str], version: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(texts.get("manifest.csv", ""), newline="")))
    if not rows or rows[0] != ["propertyName", "value"]:
        yield "the manifest has no head"
    said = dict(it for it in rows[1:] if len(it) == 2)
    if (said.get("manifest.version"), said.get("oneroster.version")) != ("1.0", version):
        yield "the manifest names other versions"
    if not {"source.systemName", "source.systemCode"} <= said.keys():
        yield "the manifest does not name the source"
    for name in sorted(HEADERS[version].keys() | OTHERS[version]):
        told, there = said.pop(f"file.{name}", ""), f"{name}.csv" in texts
        if told != ("bulk" if there else "absent"):
            yield f"the manifest calls {name} {told!r}, and it is {'there' if there else 'not'}"
    if any(it.startswith("file.") for it in said):
        yield f"the manifest names files that {version} has not"


def _check_shape(name: str, text: str, version: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if ",".join(rows[0]) != HEADERS[version].get(name):
        yield f"{name} has another head"
    if any(len(row) != len(rows[0]) for row in rows):
        yield f"{name} is not rectangular"


def _check_rows(files: Files, version: str) -> Iterator[str]:
    more = REQUIRED_IN_1_1 if version == "1.1" else REQUIRED_IN_1_2
    for name, rows in files.items():
        required = [*REQUIRED[name].split(","), *more.get(name, "").split(",")]
        for row in rows:
            if row["status"] or row["dateLastModified"]:
                yield f"{name} has a status in a bulk file"
            if any(not row.get(it) for it in ("sourcedId", *filter(None, required))):
                yield f"{name} lacks a value: {row}"
            for head, value in row.items():
                known = VALUES.get((name, head))
                if value and known and value not in known:
                    yield f"{name} has {head} {value!r}"
                if value and head.endswith("Date") and not DATE.fullmatch(value):
                    yield f"{name} has {head} {value!r}"
                if value and head in NUMBERS and not NUMBER.fullmatch(value):
                    yield f"{name} has {head} {value!r}"


def _check_references(files: Files) -> Iterator[str]:
    keys = {name: [row["sourcedId"] for row in rows] for name, rows in files.items()}
    for name, found in keys.items():
        if len(set(found)) < len(found):
            yield f"{name} has a sourcedId twice"
    for name, rows in files.items():
        for row in rows:
            for head, value in row.items():
                target = name if head == "parentSourcedId" else POINTS_AT.get(head)
                for key in value.split(",") if head.endswith("Ids") else [value]:
                    if key and target and key not in keys.get(target, []):
                        yield f"{name} refers to {target} {key!r}, which is not there"
