"""Which texts are refused, in which words, and which odd ones are welcome."""

from __future__ import annotations

import pytest

from quizapp.articles.document import BlockRole
from quizapp.articles.importing import ArticleError, read_document

ENGLISH = (
    "The lighthouse on the northern cape was built in 1887, after three ships had been lost in "
    "one winter. For eighty years a keeper and his family lived beside it and lit the lamp "
    "every evening. Their children rowed to the village school when the sea was calm, and they "
    "learned at home when it was not. In 1969 the lamp became electric, and the last keeper "
    "moved to the town. Since then the house has stood empty. Now a group of neighbours wants "
    "to turn it into a small museum, because they fear that the old stories will be forgotten. "
    "They have asked the council for money, and the council will decide in the spring."
)
GERMAN = (
    "Der Leuchtturm am nördlichen Kap wurde 1887 gebaut, nachdem in einem einzigen Winter drei "
    "Schiffe verloren gegangen waren. Achtzig Jahre lang lebte dort ein Wärter mit seiner "
    "Familie und zündete jeden Abend die Lampe an. Die Kinder ruderten zur Schule im Dorf, wenn "
    "das Meer ruhig war. Im Jahr 1969 wurde die Lampe elektrisch, und der letzte Wärter zog in "
    "die Stadt. Seitdem steht das Haus leer. Nun will eine Gruppe von Nachbarn daraus ein "
    "kleines Museum machen, denn sie fürchten, dass die alten Geschichten vergessen werden. Der "
    "Rat der Gemeinde wird im Frühling entscheiden, ob er das Geld dafür gibt oder nicht."
)
FRENCH = (
    "Le phare du cap nord a été construit en 1887, après la perte de trois navires dans un seul "
    "hiver. Pendant quatre-vingts ans, un gardien y a vécu avec sa famille et a allumé la lampe "
    "chaque soir. Les enfants allaient à l’école du village en barque quand la mer était calme. "
    "En 1969, la lampe est devenue électrique et le dernier gardien est parti pour la ville. "
    "Depuis, la maison est vide. Un groupe de voisins veut maintenant en faire un petit musée, "
    "parce qu’ils craignent que les vieilles histoires soient oubliées. Le conseil de la "
    "commune dira au printemps si l’argent est là."
)
SPANISH = (
    "El faro del cabo norte se construyó en 1887, cuando tres barcos se perdieron en un solo "
    "invierno. Durante ochenta años vivió allí un farero con su familia, que encendía la lámpara "
    "cada noche. Los niños iban en barca a la escuela del pueblo. En 1969 la lámpara pasó a ser "
    "eléctrica y el último farero se fue a la ciudad. Desde entonces la casa está vacía."
)
ITALIAN = (
    "Il faro del capo nord fu costruito nel 1887, dopo che tre navi si erano perse in un solo "
    "inverno. Per ottant’anni il guardiano visse lì con la sua famiglia e accese la lampada ogni "
    "sera. I bambini andavano alla scuola del paese in barca. Nel 1969 la lampada diventò "
    "elettrica e l’ultimo guardiano si trasferì in città. Da allora la casa non è abitata."
)
RUSSIAN = (
    "Маяк на северном мысе построили в 1887 году, после того как за одну зиму погибли три "
    "корабля. Восемьдесят лет смотритель жил там с семьёй и каждый вечер зажигал лампу. Дети "
    "плавали в деревенскую школу на лодке, когда море было спокойным."
)
UKRAINIAN = (
    "Маяк на північному мисі збудували 1887 року, після того як за одну зиму загинули три "
    "кораблі. Вісімдесят років доглядач жив там із сім’єю і щовечора запалював її лампу. Діти "
    "плавали до сільської школи на човні, коли море було спокійне, і їхній батько чекав."
)
KAZAKH = (
    "Солтүстік мүйістегі шамшырақ 1887 жылы салынды, өйткені бір қыста үш кеме жоғалған еді. "
    "Сексен жыл бойы қараушы сол жерде отбасымен өмір сүріп, әр кеш сайын шамды жақты. Балалары "
    "теңіз тынық болғанда ауыл мектебіне қайықпен баратын."
)
ARABIC = (
    "بُنيت المنارة في الرأس الشمالي عام 1887 بعد أن فُقدت ثلاث سفن في شتاء واحد. عاش الحارس هناك مع "
    "عائلته ثمانين عاما وكان يشعل المصباح كل مساء. كان الأطفال يذهبون إلى مدرسة القرية بالقارب."
)
CHINESE = (
    "北角的灯塔建于1887年，那一年冬天有三艘船沉没。八十年来，看守人和他的家人一直住在那里，每天晚上点亮"
    "灯火。海面平静的时候，孩子们划船去村里的学校。1969年，灯改用了电，最后一位看守人搬到了城里。"
)


def refusal(raw: bytes | str, name: str = "") -> str:
    with pytest.raises(ArticleError) as caught:
        read_document(raw, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "German"),
        (FRENCH, "French"),
        (SPANISH, "Spanish"),
        (ITALIAN, "Italian"),
        (RUSSIAN, "Russian"),
        (UKRAINIAN, "Ukrainian"),
        (KAZAKH, "Kazakh"),
        (ARABIC, "Arabic"),
        (CHINESE, "Chinese"),
    ],
)
def test_a_text_in_another_language_is_refused_by_its_name(text: str, language: str) -> None:
    for many in (text, "\n\n".join([text] * 6)):
        message = refusal(many.encode())
        assert message.startswith(f"This looks like {language}.")
        assert "English" in message


def test_english_with_foreign_names_and_words_is_read() -> None:
    text = (
        f"{ENGLISH}\n\nThe keeper’s name was Jürgen von der Heide; the villagers of Las Palmas del "
        "Mar called him “el viejo de la torre”, and the Russian sailors said маяк when they saw "
        "the light. His wife Öykü, who was born in Şanlıurfa, kept a diary of the storms."
    )
    assert read_document(text).word_count > 140


def test_thirty_words_are_too_few_and_are_counted() -> None:
    assert "has 30 words; it needs at least 100" in refusal(" ".join(ENGLISH.split()[:30]))


def test_two_megabytes_are_too_much_and_are_weighed() -> None:
    assert "2.0 MB long" in refusal((ENGLISH + "\n\n") * (2_000_000 // (len(ENGLISH) + 2)))


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word or Office file"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(300), "a program"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a sound"),
        (b"{\\rtf1\\ansi\\deff0 The lighthouse on the cape.}", "a rich text file"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (bytes(range(256)) * 20, "not plain text"),
        ("\x01\x02\x03\x04words" * 100, "not plain text"),
    ],
)
def test_the_file_of_a_program_is_called_by_its_name(raw: bytes | str, what: str) -> None:
    assert what in refusal(raw)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"- [Story number {n}](https://example.org/news/{n})" for n in range(80)),
        "\n".join(f"Story number {n}: https://example.org/news/{n}" for n in range(80)),
        " ".join(f"https://example.org/a/{n} www.example.org/b/{n}" for n in range(80)),
    ],
)
def test_a_list_of_links_is_refused_in_any_layout(text: str) -> None:
    assert "list of links" in refusal(text)


def test_one_name_again_and_again_is_no_article() -> None:
    assert "repeated again and again" in refusal("Marta Delgren " * 150)


def test_a_long_text_about_one_person_is_no_repetition() -> None:
    text = "\n\n".join(ENGLISH.replace("keeper", f"keeper Marta Delgren {n}") for n in range(3))
    assert read_document(text).paragraphs


def test_a_line_of_html_inside_markdown_and_words_about_tags_are_no_web_page() -> None:
    text = f"# Light\n\n{ENGLISH}\n\nA line<br>breaks. The tag `<script>` starts a program."
    assert read_document(text).title == "Light"


@pytest.mark.parametrize(
    "code",
    [
        "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}",
        ".banner { position: fixed; bottom: 0; color: #fff; }",
        'var ads = document.querySelectorAll(".ad"); ads.forEach((ad) => { ad.remove(); });',
        '{"@context":"https://schema.org","@type":"NewsArticle","headline":"The lighthouse"}',
    ],
)
def test_program_lines_that_were_copied_with_a_page_are_boilerplate(code: str) -> None:
    document = read_document(f"{ENGLISH}\n\n{code}\n\nThe council will vote on the plan in May.")
    assert code in [b.text for b in document.blocks if b.role is BlockRole.BOILERPLATE]
    assert document.paragraphs[-1].endswith("in May.")


def test_prose_about_programs_is_body() -> None:
    prose = (
        "The function print() shows a word (or a number) on the screen, and the document.title "
        "of a page is what a reader sees at the top of the window before anything else is shown."
    )
    assert prose in read_document(f"{ENGLISH}\n\n{prose}").paragraphs
