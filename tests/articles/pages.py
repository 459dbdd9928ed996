"""Texts and web pages that tests of importing are made of."""

from __future__ import annotations

ENGLISH = (
    "The lighthouse on the northern cape was built in 1887, after three ships had been lost in "
    "one winter. For eighty years a keeper and his family lived beside it and lit the lamp "
    "every evening. Their children rowed to the village school when the sea was calm, and they "
    "learned at home when it was not."
)
SECOND = (
    "In 1969 the lamp became electric, and the last keeper moved to the town. Since then the "
    "house has stood empty. Now a group of neighbours wants to turn it into a small museum, "
    "because they fear that the old stories will be forgotten."
)
THIRD = (
    "They have asked the council for money, and the council will decide in the spring. Until "
    "then a fisherman keeps the key, and he opens the door for anybody who asks him kindly. "
    "Most of the visitors are surprised how small the rooms are."
)
PARAGRAPHS = (ENGLISH, SECOND, THIRD)
RUSSIAN = (
    "Маяк на северном мысе построили в 1887 году, после того как за одну зиму погибли три "
    "корабля. Восемьдесят лет смотритель жил там с семьёй и каждый вечер зажигал лампу. Дети "
    "плавали в деревенскую школу на лодке, когда море было спокойным."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>The empty lighthouse | Harbour News</title>
<meta name="author" content="Marta Delgren">
<meta property="og:site_name" content="Harbour News">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2024-03-01T08:00:00Z">
<link rel="canonical" href="https://harbour.example/news/lighthouse">
<script>window.dataLayer = []; function gtag() {{ dataLayer.push(arguments); }}</script>
<style>body {{ font-family: serif; margin: 0; }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">All the news</a></li></ul></nav>
<article><h1>The empty lighthouse</h1>
<p>{ENGLISH}<sup><a href="#n1">[1]</a></sup></p>
<figure><img src="a.jpg" alt=""><figcaption>The tower in a storm of 2019.</figcaption></figure>
<h2>What will become of it?</h2>
<p>{SECOND}</p>
<p onclick="steal()">{THIRD} Read <a href="javascript:alert(1)">the plan</a> of the council.</p>
<div class="share"><a href="/share">Share this</a></div></article>
<aside><h2>Most read</h2><p>A boat that nobody wanted was sold twice.</p></aside>
<footer><p>© 2024 Harbour News. All rights reserved.</p>
<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></footer>
<script src="/static/app.js"></script></body></html>
"""
