"""Which password stands on a learner's slip? One that can be read aloud and typed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from quizapp.accounts.models import Enrolment, Learner
from quizapp.accounts.passwords import Secret, hash_password
from quizapp.accounts.rosters import Outcome, RosterPlan
from quizapp.accounts.sign_ins import end_all_sign_ins

# A password's hash costs a twentieth of a second and more: so many are made in one request.
MOST_AT_ONCE = 100
# Short words that learners of English know, without two that sound or look alike.
_WORD_LIST = """
acorn amber anchor apple april apron arrow autumn badge bagel bamboo banana basket beach
beaver bell berry bicycle blanket blossom blue boat bottle branch bread breeze brick bridge
bronze brook broom bucket butter button cabin cactus camel camera candle canoe canyon carpet
carrot castle cedar cello chalk cherry chess circle circus citrus cloud clover coast cobalt
cocoa comet compass copper coral corner cotton cricket crown crystal daisy desert diamond
dolphin donkey dragon drum eagle earth echo elbow ember engine falcon feather fern fiddle
field finger flame flower flute forest fossil fountain fox galaxy garden garlic ginger
giraffe globe glove golden goose grape grass green guitar hammer harbor harvest hazel hedge
helmet hill honey horizon horse island ivory jacket jaguar jasmine jelly jewel jungle kettle
kitchen kite ladder lake lantern lemon lemur lettuce lilac lily lion lizard lobster lotus
magnet mango maple marble market meadow melon meteor mint mirror mitten monkey morning
mountain museum mushroom napkin needle nest noodle north nutmeg oak oasis ocean olive onion
orange orchid otter oyster paddle palace panda paper parrot pastel peach pebble pencil
penguin pepper piano picnic pigeon pillow pilot pine planet plum pocket poem pond pony poppy
potato prairie puddle puffin pumpkin purple puzzle quartz rabbit radio raft rain rainbow
raven ribbon river robin rocket rose ruby saddle salad sandal satin saturn scarf school
sea shadow shell silver snow soap sparrow spider spinach spiral spoon spring squirrel star
stone storm strawberry summer sun sunset swan table teapot tennis thunder tiger timber
toast tomato trumpet tulip tunnel turtle umbrella valley vanilla velvet village violet
violin walnut walrus water wave whale willow window winter wolf yellow yogurt zebra
"""
WORDS = tuple(_WORD_LIST.split())


@dataclass(frozen=True)
class Slip:
    """What one learner needs to sign in."""

    name: str
    sign_in_name: str
    section: str
    password: str


def draw_password(rng: Random) -> str:
    """Two words and two figures: maple-river-42. Words are easier to type than signs."""
    first, second = rng.sample(WORDS, 2)
    return f"{first}-{second}-{rng.randint(10, 99)}"


def make_secrets(plan: RosterPlan, rng: Random) -> dict[int, Secret]:
    """Passwords for the first new learners of a plan, by line: the list's, or drawn here.

    It takes a while, so nothing should wait for it: no lock is needed.
    """
    rows = plan.of(Outcome.NEW)[:MOST_AT_ONCE]
    passwords = {it.row.line: it.row.password or draw_password(rng) for it in rows}
    return dict(zip(passwords, _hash_all(list(passwords.values())), strict=True))


def draw_secrets(learner_ids: Sequence[int], rng: Random) -> dict[int, Secret]:
    """A new password for each of the learners; see `make_secrets`."""
    passwords = [draw_password(rng) for _ in learner_ids]
    return dict(zip(learner_ids, _hash_all(passwords), strict=True))


def give_secrets(
    session: Session, enrolments: Sequence[Enrolment], secrets: Mapping[int, Secret]
) -> list[Slip]:
    """Let each learner sign in with their new password alone; their slips."""
    for enrolment in enrolments:
        enrolment.learner.password_hash = secrets[enrolment.learner_id].hashed
    session.flush()
    end_all_sign_ins(session, Learner, [it.learner_id for it in enrolments])
    return [write_slip(it, secrets[it.learner_id]) for it in enrolments]


def write_slip(enrolment: Enrolment, secret: Secret) -> Slip:
    """The slip of a learner; it is the only place where the password can be read."""
    return Slip(enrolment.learner.name, enrolment.sign_in_name, enrolment.section, secret.password)


def _hash_all(passwords: Sequence[str]) -> list[Secret]:
    with ThreadPoolExecutor(2) as pool:
        return [
            Secret(password, hashed)
            for password, hashed in zip(passwords, pool.map(hash_password, passwords), strict=True)
        ]
