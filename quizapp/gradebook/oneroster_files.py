"""Which files does OneRoster have in 1.1 and 1.2, and which columns in which order?"""

from __future__ import annotations

from enum import StrEnum

_LIFE = ("sourcedId", "status", "dateLastModified")
_USER = (
    *("username", "userIds", "givenName", "familyName", "middleName", "identifier", "email"),
    *("sms", "phone", "agentSourcedIds", "grades", "password"),
)
_LINE_ITEM = (
    *("title", "description", "assignDate", "dueDate", "classSourcedId", "categorySourcedId"),
)
_RESULT = (
    *("lineItemSourcedId", "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment"),
)
_SHARED = {
    "academicSessions": (
        *(*_LIFE, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    ),
    "classes": (
        *(*_LIFE, "title", "grades", "courseSourcedId", "classCode", "classType", "location"),
        *("schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods"),
    ),
    "courses": (
        *(*_LIFE, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId"),
        *("subjects", "subjectCodes"),
    ),
    "enrollments": (
        *(*_LIFE, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"),
        *("beginDate", "endDate"),
    ),
    "orgs": (*_LIFE, "name", "type", "identifier", "parentSourcedId"),
}


class Version(StrEnum):
    ONE = "1.1"
    TWO = "1.2"


HEADERS: dict[Version, dict[str, tuple[str, ...]]] = {
    Version.ONE: {
        **_SHARED,
        "categories": (*_LIFE, "title"),
        "lineItems": (
            *(*_LIFE, *_LINE_ITEM, "gradingPeriodSourcedId", "resultValueMin", "resultValueMax"),
        ),
        "results": (*_LIFE, *_RESULT),
        "users": (*_LIFE, "enabledUser", "orgSourcedIds", "role", *_USER),
    },
    Version.TWO: {
        **_SHARED,
        "categories": (*_LIFE, "title", "weight"),
        "lineItems": (
            *(*_LIFE, *_LINE_ITEM, "academicSessionSourcedId", "resultValueMin", "resultValueMax"),
            "schoolSourcedId",
        ),
        "results": (
            *(*_LIFE, *_RESULT, "textScore", "classSourcedId"),
            *("inProgress", "incomplete", "late", "missing"),
        ),
        "roles": (
            *(*_LIFE, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId"),
            "userProfileSourcedId",
        ),
        "users": (
            *(*_LIFE, "enabledUser", *_USER, "userMasterIdentifier", "preferredGivenName"),
            *("preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns"),
        ),
    },
}
# The others that a manifest has to name, though they are absent.
ABSENT: dict[Version, tuple[str, ...]] = {
    Version.ONE: ("classResources", "courseResources", "demographics", "resources"),
    Version.TWO: (
        *("classResources", "courseResources", "demographics", "lineItemLearningObjectiveIds"),
        *("lineItemScoreScales", "resources", "resultLearningObjectiveIds", "resultScoreScales"),
        *("scoreScales", "userProfiles", "userResources"),
    ),
}
