"""Lines that pages print, by kind, language and place: each goes, and no prose beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from cleaner import Cleaner

PROSE = {
    "en": (
        "The old ferry went back to work on Monday after eleven weeks in the yard, and the harbour "
        "was full of people.",
        "Its engine had been taken apart by two mechanics, who found a fishing net wound around the shaft.",
        "The crossing now takes forty minutes again, said the captain, who has steered the boat for "
        "thirty years.",
    ),
    "de": (
        "Die alte Fähre fährt seit Montag wieder, nachdem sie elf Wochen in der Werft gelegen hatte.",
        "Zwei Mechaniker hatten den Motor zerlegt und ein Fischernetz gefunden, das um die Welle "
        "gewickelt war.",
        "Die Überfahrt dauert nun wieder vierzig Minuten, sagte der Kapitän, der das Schiff seit "
        "dreißig Jahren führt.",
    ),
    "es": (
        "El viejo transbordador volvió a navegar el lunes después de pasar once semanas en el astillero.",
        "Dos mecánicos habían desmontado el motor y encontraron una red de pesca enrollada en el eje.",
        "La travesía dura otra vez cuarenta minutos, dijo el capitán, que lleva el barco desde hace "
        "treinta años.",
    ),
    "fr": (
        "Le vieux bac a repris la mer lundi, après onze semaines passées au chantier naval de la ville.",
        "Deux mécaniciens avaient démonté le moteur et trouvé un filet de pêche enroulé autour de l'arbre.",
        "La traversée dure de nouveau quarante minutes, a dit le capitaine, qui conduit ce bateau "
        "depuis trente ans.",
    ),
    "ru": (
        "Старый паром снова вышел в море в понедельник, простояв одиннадцать недель на верфи.",
        "Два механика разобрали двигатель и нашли рыболовную сеть, намотанную на вал.",
        "Переправа опять занимает сорок минут, сказал капитан, который водит судно уже тридцать лет.",
    ),
    "ja": (
        "古い渡し船は十一週間の修理を終え、月曜日に再び港を出た。桟橋には大勢の住民が集まった。",
        "二人の整備士がエンジンを分解し、軸に巻きついた漁網を見つけたという。",
        "航路の所要時間は再び四十分に戻ったと、三十年この船を操ってきた船長は話した。",
    ),
    "zh": (
        "老渡轮在船厂停了十一个星期之后，星期一重新起航，码头上站满了镇上的居民。",
        "两名机械师拆开了发动机，发现一张渔网缠在传动轴上，花了三天才取下来。",
        "船长开这条船已经三十年，他说，现在过河又只要四十分钟了。",
    ),
    "ko": (
        "낡은 나룻배가 조선소에서 열한 주를 보낸 뒤 월요일에 다시 바다로 나갔다.",
        "정비사 두 명이 엔진을 분해해 축에 감긴 어망을 찾아냈다고 한다.",
        "이제 건너는 데 다시 사십 분이 걸린다고 삼십 년 동안 배를 몰아 온 선장이 말했다.",
    ),
    "hi": (
        "पुरानी नौका ग्यारह सप्ताह मरम्मत में रहने के बाद सोमवार को फिर से नदी में उतरी और घाट पर भीड़ जुट गई।",
        "दो मिस्त्रियों ने इंजन खोला तो धुरी पर लिपटा हुआ मछली का एक जाल मिला।",
        "अब पार जाने में फिर से चालीस मिनट लगते हैं, तीस साल से नाव चला रहे कप्तान ने बताया।",
    ),
    "ar": (
        "عادت العبّارة القديمة إلى العمل يوم الاثنين بعد أحد عشر أسبوعًا قضتها في حوض السفن.",
        "كان ميكانيكيان قد فككا المحرك ووجدا شبكة صيد ملفوفة حول عمود الدوران.",
        "وقال القبطان الذي يقود القارب منذ ثلاثين عامًا إن العبور يستغرق أربعين دقيقة من جديد.",
    ),
    "pt": (
        "A velha balsa voltou a navegar na segunda-feira, depois de passar onze semanas no estaleiro.",
        "Dois mecânicos tinham desmontado o motor e encontrado uma rede de pesca enrolada no eixo.",
        "A travessia leva de novo quarenta minutos, disse o capitão, que conduz o barco há trinta anos.",
    ),
    "it": (
        "Il vecchio traghetto ha ripreso il mare lunedì, dopo undici settimane passate in cantiere.",
        "Due meccanici avevano smontato il motore e trovato una rete da pesca avvolta intorno all'albero.",
        "La traversata dura di nuovo quaranta minuti, ha detto il capitano, che guida la barca da "
        "trent'anni.",
    ),
    "bn": (
        "এগারো সপ্তাহ মেরামতের পর পুরানো ফেরিটি সোমবার আবার নদীতে নেমেছে, ঘাটে ছিল মানুষের ভিড়।",
        "দুই মিস্ত্রি ইঞ্জিন খুলে দেখেন, একটি মাছ ধরার জাল চাকার সঙ্গে জড়িয়ে আছে।",
        "এখন নদী পার হতে আবার চল্লিশ মিনিট লাগে, বললেন ত্রিশ বছর ধরে নৌকা চালানো সারেং।",
    ),
}  # three paragraphs of an article, by language

HEAD, MIDDLE, TAIL = "head", "middle", "tail"

# A kind of line, the places where pages print it, and examples by language.
LINES: dict[str, tuple[tuple[str, ...], dict[str, list[str]]]] = {
    "a date with its time": (
        (HEAD, TAIL),
        {
            "en": ["March 4, 2024 10:35 am", "Published: 10:35 GMT, 4 March 2024"],
            "de": ["04.03.2024, 10:35 Uhr", "Stand: 04.03.2024 10:35 Uhr", "Montag, 4. März 2024, 10:35 Uhr"],
            "es": ["4 de marzo de 2024 - 10:35 h", "Actualizado: 04/03/2024 10:35 h"],
            "fr": ["Publié le 4 mars 2024 à 10h35", "04/03/2024 à 10:35"],
            "ru": ["4 марта 2024, 10:35", "10:35, 04.03.2024", "4 марта 2024 в 10:35", "04 мар 2024 10:35"],
            "ja": ["2024年3月4日 10時35分", "2024/03/04 10:35", "2024年3月4日(月) 10:35 更新"],
            "zh": ["2024年03月04日 10:35", "2024-03-04 10:35:12", "发布时间：2024-03-04 10:35"],
            "ko": [
                "입력 2024.03.04 10:35",
                "2024-03-04 10:35:12",
                "입력 : 2024.03.04 10:35 수정 : 2024.03.04 11:20",
            ],
            "hi": ["4 मार्च 2024, 10:35 AM", "Updated: 4 मार्च, 2024 10:35 AM IST"],
            "ar": ["4 مارس 2024 - 10:35", "الاثنين 4 مارس 2024 10:35 ص"],
            "pt": ["4 de março de 2024, 10h35", "Publicado em 04/03/2024 às 10h35"],
            "it": ["4 marzo 2024, ore 10:35", "Pubblicato il 4 marzo 2024 alle 10:35"],
            "bn": ["৪ মার্চ ২০২৪, ১০:৩৫", "প্রকাশ: ০৪ মার্চ ২০২৪, ১০:৩৫"],
        },
    ),
    "a date and a source in one line": (
        (HEAD,),
        {
            "zh": [
                "2024-03-04 10:35 来源：河口日报",
                "2024年03月04日 10:35　来源：河口日报",
                "来源：河口日报 2024-03-04 10:35",
                "2024-03-04 10:35:12 来源: 河口日报 作者: 王小明",
                "时间：2024-03-04 来源：河口日报",
            ],
            "ru": ["4 марта 2024, 10:35 Источник: Речной вестник"],
            "ko": ["2024.03.04 10:35 | 출처: 나루신문"],
        },
    ),
    "editors": (
        (TAIL,),
        {
            "zh": [
                "责编：李平、王小明",
                "(责编：李平、王小明)",
                "责任编辑：李平",
                "【责任编辑：李平】",
                "编辑：李平 校对：王小明",
            ],
            "ja": ["（編集・山田太郎）", "（文・山田太郎）"],
            "ko": ["홍길동 기자 hong@naru.example", "[홍길동 기자]"],
            "ru": ["Редактор: Иван Петров", "Автор: Иван Петров"],
            "de": ["Redaktion: Hanna Meer", "Von Hanna Meer"],
            "bn": ["সম্পাদনা: রহিম উদ্দিন"],
        },
    ),
    "a share bar in one line": (
        (HEAD, TAIL),
        {
            "en": ["Share this: Facebook Twitter WhatsApp Email", "Share Tweet Pin Email Print"],
            "zh": ["分享到：", "分享到：微信 新浪微博 QQ空间", "分享到: 微博 微信 QQ"],
            "ja": ["シェアする ツイートする LINEで送る", "この記事をシェア"],
            "de": ["Teilen: Facebook Twitter WhatsApp E-Mail", "Facebook Twitter WhatsApp E-Mail Drucken"],
            "es": ["Compartir en: Facebook Twitter WhatsApp", "Compartir Facebook Twitter WhatsApp"],
            "fr": ["Partager : Facebook Twitter WhatsApp", "Partager sur Facebook Twitter LinkedIn"],
            "ru": ["Поделиться: ВКонтакте Одноклассники Telegram", "Поделиться ВКонтакте Telegram WhatsApp"],
            "ko": ["공유하기 카카오톡 페이스북 트위터", "페이스북 트위터 카카오톡 URL복사"],
            "hi": ["शेयर करें: Facebook Twitter WhatsApp"],
            "ar": ["شارك: فيسبوك تويتر واتساب", "مشاركة فيسبوك تويتر واتساب"],
            "pt": ["Compartilhe: Facebook Twitter WhatsApp"],
            "it": ["Condividi: Facebook Twitter WhatsApp"],
            "bn": ["শেয়ার করুন: ফেসবুক টুইটার হোয়াটসঅ্যাপ"],
        },
    ),
    "an author and a date in one line": (
        (HEAD,),
        {
            "en": [
                "Written By : Jane Roe | Published : March 4, 2024 10:35 AM",
                "By Jane Roe | March 4, 2024",
            ],
            "hi": [
                "Written By : Jane Roe | Published : 4 March 2024 10:35 AM IST",
                "Edited By: जयंत राय | Updated: 4 मार्च 2024, 10:35 AM",
                "द्वारा: जयंत राय | प्रकाशित: 4 मार्च 2024",
            ],
            "de": ["Von Hanna Meer | 04.03.2024, 10:35 Uhr", "Hanna Meer, 04.03.2024"],
            "es": ["Por Ana Ruiz | 4 de marzo de 2024", "Ana Ruiz | 04/03/2024 10:35"],
            "fr": ["Par Anne Roux | Publié le 4 mars 2024 à 10h35", "Par Anne Roux, le 4 mars 2024"],
            "pt": ["Por Ana Reis | 04/03/2024 10h35"],
            "it": ["di Anna Rossi | 4 marzo 2024"],
            "ru": ["Автор: Иван Петров | 4 марта 2024, 10:35"],
            "bn": ["লেখক: রহিম উদ্দিন | প্রকাশ: ৪ মার্চ ২০২৪"],
        },
    ),
    "who the author is": (
        (TAIL,),
        {
            "ja": [
                "山田太郎（やまだ・たろう）1970年生まれ。東京大学卒業。著書に『川と船』など。",
                "やまだ・たろう　1970年、千葉県生まれ。ジャーナリスト。著書に『川と船』『港の朝』など多数。",
                "【プロフィール】山田太郎　1970年東京都生まれ。作家。",
            ],
            "de": [
                "Hanna Meer ist freie Autorin und schreibt regelmäßig für diese Zeitung über Häfen "
                "und Schiffe."
            ],
            "es": ["Ana Ruiz es periodista y autora de varios libros. Síguela en Twitter: @anaruiz"],
            "zh": ["作者简介：王小明，1970年生，作家，著有《河与船》。", "（作者为河口大学教授）"],
        },
    ),
    "the end of an agency's report": (
        (TAIL,),
        {
            "en": ["(Reporting by Jane Roe; Editing by John Doe)", "ENDS", "© 2024 AFP"],
            "de": ["(dpa)", "dpa/afp", "© dpa-infocom, dpa:240304-99-123456/2"],
            "es": ["(Con información de EFE)", "EFE", "(Reporte de Ana Ruiz; editado por Juan Gil)"],
            "fr": ["(AFP)", "Avec AFP", "(Reportage Anne Roux, édité par Jean Roy)"],
            "zh": ["(完)", "（完）", "(新华社)"],
            "ja": ["（共同）", "【共同】", "(c)AFP", "［ロイター］"],
            "ko": ["(끝)", "<저작권자(c) 나루통신, 무단 전재-재배포 금지>"],
            "ru": ["ТАСС", "РИА Новости"],
            "ar": ["(رويترز)", "(أ ف ب)"],
            "pt": ["(Reportagem de Ana Reis)", "Com informações da AFP"],
            "hi": ["(इनपुट-भाषा)", "(एजेंसी इनपुट के साथ)"],
        },
    ),
    "the frame of a press database": (
        (TAIL,),
        {
            "en": [
                "Load-Date: March 4, 2024",
                "LOAD-DATE: March 4, 2024",
                "LANGUAGE: ENGLISH",
                "Publication-Type: Newspaper",
                "PUBLICATION-TYPE: Newspaper",
                "Document RVRTMS0020240304ek340001x",
                "End of Document",
                "Copyright 2024 River Times Ltd. All Rights Reserved",
                "Subject: FERRIES (90%); HARBORS & PORTS (89%)",
                "Classification",
                "Graphic",
            ],
            "de": ["UPDATE: 4. März 2024", "SPRACHE: GERMAN; DEUTSCH", "PUBLICATION-TYPE: Zeitung"],
            "fr": ["DATE-CHARGEMENT: 4 mars 2024", "LANGUE: FRENCH; FRANÇAIS", "TYPE-PUBLICATION: Journal"],
            "es": ["Load-Date: March 4, 2024"],
        },
    ),
    "the last line of a feed": (
        (TAIL,),
        {
            "en": ["The post The ferry is back appeared first on River Times."],
            "de": ["Der Beitrag Die Fähre fährt wieder erschien zuerst auf Flusszeitung."],
            "es": ["La entrada El transbordador ha vuelto se publicó primero en Diario del Río."],
            "fr": ["L’article Le bac est de retour est apparu en premier sur Journal du Fleuve."],
            "it": ["L'articolo Il traghetto è tornato proviene da Giornale del Fiume."],
            "pt": ["O post A balsa voltou apareceu primeiro em Jornal do Rio."],
            "ru": ["Сообщение Паром вернулся появились сначала на Речной вестник."],
            "ja": ["投稿 渡し船が帰ってきた は 川の新聞 に最初に表示されました。"],
            "zh": ["渡轮回来了 最先出现在 河口日报。"],
            "ko": ["게시물 나룻배가 돌아왔다이 나루신문에 처음 등장했습니다."],
            "ar": ["ظهرت المقالة عودة العبارة أولاً على صحيفة النهر."],
            "hi": ["The post नौका लौटी appeared first on नदी समाचार."],
            "bn": ["The post ফেরি ফিরল appeared first on নদী সংবাদ."],
        },
    ),
    "styles and scripts": (
        (HEAD, MIDDLE, TAIL),
        {
            "en": [
                ".share-bar { margin: 0 auto; display: flex; }",
                "#ad-slot-3 a:hover { color: #333; text-decoration: none }",
                "@media (max-width: 600px) { .teaser { display: none; } }",
                "googletag.cmd.push(function() { googletag.display('div-gpt-ad-123'); });",
                "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}",
                "(adsbygoogle = window.adsbygoogle || []).push({});",
                "var _taboola = _taboola || []; _taboola.push({article: 'auto'});",
            ],
            "zh": ["(adsbygoogle = window.adsbygoogle || []).push({});", ".ad-box { width: 300px; }"],
            "ar": ["googletag.cmd.push(function() { googletag.display('div-gpt-ad-123'); });"],
            "ja": [
                "#share { margin: 0 auto; }",
                "(function(d,s,id){var js,fjs=d.getElementsByTagName(s)[0];})();",
            ],
        },
    ),
    "a plea of more than sixteen words": (
        (MIDDLE, TAIL),
        {
            "de": [
                "Melden Sie sich jetzt für unseren kostenlosen Newsletter an und erhalten Sie jeden "
                "Morgen die wichtigsten "
                "Nachrichten aus Ihrer Region direkt in Ihr Postfach.",
                "Um unsere Webseite für Sie optimal zu gestalten und fortlaufend verbessern zu "
                "können, verwenden wir "
                "Cookies. Durch die weitere Nutzung der Webseite stimmen Sie der Verwendung von "
                "Cookies zu.",
            ],
            "es": [
                "Suscríbete gratis a nuestro boletín y recibe cada mañana en tu correo electrónico "
                "las noticias más "
                "importantes del día, seleccionadas por nuestra redacción.",
                "Utilizamos cookies propias y de terceros para mejorar nuestros servicios y "
                "mostrarle publicidad "
                "relacionada con sus preferencias. Si continúa navegando, consideramos que acepta su "
                "uso.",
            ],
            "fr": [
                "Inscrivez-vous gratuitement à notre newsletter et recevez chaque matin dans votre "
                "boîte mail "
                "l'essentiel de l'actualité choisi par notre rédaction.",
            ],
            "ja": [
                "当サイトでは、お客様により良いサービスを提供するためにクッキーを使用しています。引き続き閲覧する場合、クッキーの使用に同意したものとみなされます。",
                "メールマガジンにご登録いただくと、毎朝最新のニュースをお届けします。ぜひこの機会に無料でご登録ください。",
            ],
            "zh": [
                "欢迎关注我们的微信公众号，每天早上为您推送最新鲜的新闻资讯，更多精彩内容请扫描下方二维码关注我们。",
                "我们使用Cookie来改善您的浏览体验并分析网站流量。继续使用本网站即表示您同意我们使用Cookie。",
            ],
            "ru": [
                "Подписывайтесь на наш канал в Telegram и получайте самые важные новости дня "
                "первыми, а также "
                "присоединяйтесь к нам в социальных сетях.",
            ],
            "pt": [
                "Inscreva-se gratuitamente na nossa newsletter e receba todas as manhãs no seu "
                "e-mail as notícias mais "
                "importantes do dia, selecionadas pela nossa redação.",
            ],
            "bn": [
                "আমাদের নিউজলেটারে সাবস্ক্রাইব করুন এবং প্রতিদিন সকালে গুরুত্বপূর্ণ সব খবর সরাসরি আপনার ইমেইলে পান।",
            ],
        },
    ),
}

ONE_STYLE = "a single rule of a style sheet may be what an article on style sheets shows"
WHOLE = "a whole paragraph of 25 words goes only if a rule marks a line next to it too"
LEFT = {  # how lines begin that still stay, and why
    ".share-bar {": ONE_STYLE,
    "#ad-slot-3": ONE_STYLE,
    ".ad-box {": ONE_STYLE,
    "#share {": ONE_STYLE,
    "Hanna Meer ist freie": "an article on a writer says the same of her; no German phrase tells them apart",
    "Um unsere Webseite": WHOLE,
    "Utilizamos cookies": WHOLE,
    "当サイトでは": WHOLE,
    "メールマガジンに": WHOLE,
    "我们使用Cookie": "“表示” counts as a verb of reporting, though here it means “by this you agree”",
}


def each_case() -> Iterator[ParameterSet]:
    for kind, (places, by_language) in LINES.items():
        for language, lines in by_language.items():
            for line in lines:
                for place in places:
                    reason = next((why for start, why in LEFT.items() if line.startswith(start)), "")
                    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                    yield pytest.param(
                        language, line, place, id=f"{kind}-{language}-{place}-{line[:24]}", marks=marks
                    )


@pytest.mark.parametrize(("language", "line", "place"), list(each_case()))
def test_a_line_goes_and_nothing_else(language: str, line: str, place: str, cleaner: Cleaner) -> None:
    prose = PROSE[language]
    at = {HEAD: 0, MIDDLE: 2, TAIL: len(prose)}[place]
    dressed = "\n\n".join([*prose[:at], line, *prose[at:]])
    assert cleaner.clean(dressed, html=False).body == "\n\n".join(prose)


@pytest.mark.parametrize("language", PROSE)
def test_the_prose_alone_stays(language: str, cleaner: Cleaner) -> None:
    prose = "\n\n".join(PROSE[language])
    assert cleaner.clean(prose, html=False).body == prose
