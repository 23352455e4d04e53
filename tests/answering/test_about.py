"""Questions that ask what an article is about, and those that merely look so."""

import pytest

from bot.answering.sources.about import about_question

ABOUT = (
    "这篇文章讲的什么|大意|大意是什么|概括一下|总结|帮我总结一下这篇文章|主要内容|主要内容是什么|核心观点是啥|中心思想是什么|结构|文章结构|有几部分"
    "|分几个部分|目录|说了些啥|讲了啥|这讲的啥|讲什么的|這篇文章講什麼|講了什麼|大意是什麼|帮忙概括一下呗|它讲的是什么|都说了啥|主要讲了什么内容|写了点啥"
    "|谈了哪些内容|这是一篇什么内容的文章|一句话概括|太长不看|太长了懒得看|简单说说|长话短说|划重点|帮我捋一捋|梳理一下文章脉络|框架是什么|列个提纲|主题是什么"
    "|作者想表达什么|作者的主要观点|关于什么的|这文章是关于什么的|有哪些要点|这篇报道说的是啥|文章分成哪几个部分|由哪几部分组成|通篇讲的啥|介绍一下这篇文章"
    "|請概括這篇文章的大意|這篇報道主要講什麼|講咗乜|省流|文章主要围绕什么展开|这文章啥意思|这份通知讲了什么"
    "|what is it about|What is this article about?|what's it about|summarise|Summarize the article please|can you summarise it|main points"
    "|what are the main points?|tl;dr|TLDR|show me the outline|table of contents|what does it say|what does the article say|what is the main idea"
    "|key takeaways|what's the gist of it|sum it up|in a nutshell|how is the article structured|what topics does it cover|tell me what it is about"
)
OF_SOMETHING_ELSE = (
    "数字政府的结构是什么|三个率先的主要内容是什么|这个系统讲究什么|三个率先讲了什么|系统有几部分|服务中心在哪里|中心在哪|他讲了什么|老管理员说了什么"
    "|馆长说了些啥|概括一下三个率先|总结第二段|第二段讲了什么|改革的核心是什么|项目的目录在哪查|你说什么|你讲什么呢|说啥|你能做什么|讲究什么|讲什么卫生"
    "|什么时候讲的|谁讲的|讲座主题是什么|會議討論了什麼|活动内容是什么|驾驶舱的框架|组织架构是什么|作者是谁|作者认为什么最重要|哪天发表的|今天讲什么"
    "|要点几个菜|结构改革是什么|有几个部门|分几个阶段|几部分资金|说说三件事|介绍一下图书馆|介绍一下你自己|总结会什么时候开|年终总结交给谁|重点项目有哪些"
    "|重点工作是什么|核心技術是什麼|主要任务是什么|内容审核怎么做|大纲要求是什么|什么意思|为什么|中心有多大|故事发生在哪里|标题是什么|文章多少字|材料的结构是什么"
    "|这个方案的主要内容是什么|what is the library about|what is the structure of the system|summary judgment cases|what about the library"
    "|what about it|what does he say|what did the librarian say|sections of the act|how many parts does the machine have|outline the requirements for applicants"
    "|what is the main road|what is the topic of the lecture|who wrote it|what is it|what do you do|what are you about|main entrance"
    "|what is the point of recycling|contents of the box|is the weather about to change|parts of the plan|tell me about the bridge|abstract art"
)


@pytest.mark.parametrize("question", ABOUT.split("|"))
def test_a_question_of_what_it_is_about_names_nothing_else(question: str) -> None:
    """However colloquial, in either script or in English."""
    about = about_question(question)
    assert about is not None
    assert "" == about.name


@pytest.mark.parametrize("question", OF_SOMETHING_ELSE.split("|"))
def test_a_question_of_a_thing_leaves_its_name(question: str) -> None:
    """Or it does not ask what something is about at all."""
    about = about_question(question)
    assert about is None or about.name


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("那篇数字政府的文章讲什么", "数字政府"),
        ("读书会纪要讲了什么", "读书会纪要"),
        ("关于防汛的那篇报道说了啥", "防汛"),
        ("what is the digital government article about", "digital government"),
    ],
)
def test_the_name_of_a_text_is_told_from_that_of_a_thing(question: str, name: str) -> None:
    """By what it is called: an article, minutes, a report."""
    about = about_question(question)
    assert about is not None
    assert (name, True) == (about.name, about.is_of_a_text)


@pytest.mark.parametrize(
    "question", ["", "？", "大意" * 5000, "讲了" * 100, "what " * 40, "《" * 200, "主要" * 100]
)
def test_odd_questions_do_no_harm(question: str) -> None:
    """Neither empty nor endless ones."""
    about_question(question)
