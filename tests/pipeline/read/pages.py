# ruff: noqa: E501 (markup stands as sites write it)
"""Pages as public accounts, governments and unions lay them out, in words of our own, with what they should give.

A layout takes a story and gives the page; names of tags, classes and ids are those that such sites use.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is made of and should give: the body by paragraphs, a heading among them."""

    title: str
    source: str
    author: str
    day: date
    body: tuple[str, ...]

    @property
    def html(self) -> str:
        return "".join(f"<p>{line}</p>" for line in self.body)

    @property
    def told(self) -> str:
        return self.day.strftime("%Y年%m月%d日")


STORIES = (
    Story(
        "一张清单管到底", "沅江工人报", "罗小满", date(2023, 5, 6),
        (
            "沅江纺机厂工会把职工的烦心事列成一张清单，谁来办、何时办、办到什么程度，都写在车间门口的公示栏里。",
            "一、定清单",
            "今年以来，全厂收到诉求312件，办结率达到96%。夜班班车、更衣柜、食堂加热窗口，都是从清单上一件件划掉的。",
            "“写上去的事就有人管。”细纱车间挡车工田禾说，她提的夜班热饭第二周就办成了。",
            "二、定责任",
            "每件诉求有一名厂领导牵头，办不成的要在职代会上说明原因。三年来，全厂举办技能比武18场，420余名职工晋升了技能等级。",
            "短句也留着。",
            "下一步，工会打算把清单搬到手机上，让下了班的职工也能随时查看进度。",
        ),
    ),
    Story(
        "码头边的歇脚屋", "海晏职工网", "周文", date(2024, 11, 18),
        (
            "十一月的海晏港风大浪急，集卡司机老韩把车停稳，走进码头边新修的歇脚屋，接了一杯热水。",
            "港区工会今年在闸口、堆场和泊位旁建起歇脚屋6间，每间都有微波炉、充电口、血压计和急救箱，全天开门。",
            "屋子建在哪儿，由司机投票决定。三周里收到选票1260张，排队最久的3号闸口得票最多，第一间就建在那里。",
            "管理也交给司机：每间屋选出一名“屋长”，负责添水打扫，工会每月给300元补贴。",
            "到十月底，歇脚屋接待司机4.8万人次，满意率98.5%。",
            "港区工会主席陆远说，明年还要在外集卡停车场再建4间，把洗衣机和淋浴间也装进去。",
        ),
    ),
)  # fmt: skip

NAV = (
    '<div class="top"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a> <a href="/fw">办事服务</a></div>'
    '<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/xw">新闻中心</a> &gt; <a href="/x">基层动态</a></div>'
)
FOOT = (
    '<div class="bottom"><p>主办：北川市总工会 承办：北川市总工会网络中心</p><p>地址：北川市长青路88号 邮编：610000</p>'
    '<p><a href="http://beian.miit.gov.cn">北ICP备12345678号-1</a> 北公网安备 51010000000000号</p>'
    "<p>版权所有 未经许可不得转载</p></div>"
)
SHARE = '<div class="share"><span>分享到：</span><a href="#" class="bds_weixin">微信</a><a href="#">微博</a><a>QQ空间</a></div>'
NEXT = '<div class="page"><p>上一篇：<a href="1.html">市总工会开展送清凉活动</a></p><p>下一篇：<a href="2.html">没有了</a></p></div>'
LIST = (
    '<div class="right"><h3>热点新闻</h3><ul>'
    + "".join(
        f'<li><a href="{n}.html">{t}</a></li>'
        for n, t in enumerate(("全市工会重点工作推进会召开", "技能大赛开幕", "一图读懂新条例"))
    )
    + "</ul></div>"
)


def page(head: str, body: str) -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def wechat(s: Story) -> str:
    """A public account's page as it is served: dates only in the script, pictures that load late."""
    stamp = int((s.day - date(1970, 1, 1)).total_seconds()) + 3 * 3600
    lines = "".join(
        f'<section style="margin:0 8px"><p style="text-indent:2em"><span style="font-size:15px">{line}</span></p></section>'
        '<p><img class="rich_pages" data-src="https://mmbiz.example/1/640?wx_fmt=png" data-type="png"><br></p>'
        for line in s.body
    )
    return page(
        f'<meta property="og:title" content="{s.title}"><meta property="og:article:author" content="{s.author}">'
        '<meta property="og:site_name" content="微信公众平台"><meta property="og:type" content="article">',
        '<div id="js_article" class="rich_media"><div id="img-content" class="rich_media_wrp">'
        f'<h1 class="rich_media_title" id="activity-name">\n  {s.title}\n</h1><div id="meta_content" class="rich_media_meta_list">'
        '<span id="copyright_logo" class="wx_tap_link">原创</span>'
        f'<span class="rich_media_meta rich_media_meta_text">{s.author}</span>'
        f'<span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a href="javascript:void(0);" id="js_name">\n  {s.source}\n</a>'
        '<div id="js_profile_qrcode" class="profile_container" style="display:none;"><strong>'
        f'{s.source}</strong><p>微信号</p><p>功能介绍</p></div></span><em id="publish_time" class="rich_media_meta"></em>'
        '<em id="js_ip_wording_wrp">发表于 <span id="js_ip_wording">四川</span></em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">'
        f"<p>点击上方<strong>蓝字</strong>关注我们</p>{lines}<section><p>END</p><p>来源：{s.source}</p><p>编辑：田小雨</p><p>审核：陆远</p>"
        "<p>长按识别二维码，关注我们</p><p>觉得不错，点个在看吧</p></section></div>"
        '<div class="ct_mpda_wrp"></div><div id="js_tags_preview_toast">预览时标签不可点</div>'
        '<div class="rich_media_tool"><a id="js_view_source" href="#">阅读原文</a><span>阅读 <span>10万+</span></span></div></div>'
        '<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div><div>继续滑动看下一个</div><div>轻触阅读原文</div></div>'
        f'<script>var nickname = htmlDecode("{s.source}");var ct = "{stamp}";var msg_title = \'{s.title}\';</script>',
    )


def wechat_saved(s: Story) -> str:
    """The same kind of page saved by a browser, with the date shown, and text set by line breaks."""
    return page(
        f"<title>{s.title}</title>",
        f'<h2 class="rich_media_title" id="activity-name">{s.title}</h2><div id="meta_content">'
        f'<span class="rich_media_meta_text">作者 {s.author}</span><a id="js_name">{s.source}</a>'
        f'<em id="publish_time" class="rich_media_meta_text">{s.told} 18:30</em></div>'
        f'<div id="js_content">{"<br><br>".join(s.body)}<br><br>责任编辑：田小雨<br></div>'
        "<p>喜欢此内容的人还喜欢</p><p><a>送清凉</a></p><p>分享</p><p>收藏</p><p>点赞</p><p>在看</p>"
        "<p>微信扫一扫可打开此内容，使用完整服务</p><p>向上滑动看下一个</p>",
    )


def ucap(s: Story) -> str:
    """A government portal with the meta tags that its standard asks for."""
    return page(
        f'<title>{s.title}_北川市人民政府</title><meta name="SiteName" content="北川市人民政府"><meta name="ArticleTitle" content="{s.title}">'
        f'<meta name="PubDate" content="{s.day} 09:12:00"><meta name="ContentSource" content="{s.source}">'
        f'<meta name="Author" content="{s.author}">',
        f'{NAV}<div class="article oneColumn pub_border"><h1>{s.title}</h1><div class="pages-date">{s.day} 09:12 <span class="font">来源： {s.source}'
        '</span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span><a class="print">打印</a></div>'
        f'<div class="pages_content" id="UCAP-CONTENT"><div class="view TRS_UEDITOR trs_paper_default">{s.html}</div></div>'
        f'<div class="editor">【我要纠错】 责任编辑：田小雨</div></div>{SHARE}<div class="related"><h3>相关稿件</h3><ul><li><a>技能大赛开幕</a></li></ul></div>{FOOT}',
    )


def trs_table(s: Story) -> str:
    """An older portal laid out by tables, its editor's styles in the text."""
    return page(
        f"<title>{s.title}-北川市总工会</title>",
        f'{NAV}<table width="960"><tr><td class="title" align="center"><strong>{s.title}</strong></td></tr><tr><td align="center">'
        f"发布时间：{s.day}&nbsp;&nbsp;来源：{s.source}&nbsp;&nbsp;作者：{s.author}&nbsp;&nbsp;浏览次数：<script>document.write(1)</script>"
        '【字号：<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> <a href="javascript:doZoom(12)">小</a>】</td></tr>'
        f'<tr><td><div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{margin-top:0}}</style>{s.html}</div></td></tr>'
        '<tr><td align="right">【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</td></tr>'
        f"<tr><td>{NEXT}</td></tr></table>{FOOT}",
    )


def zoom(s: Story) -> str:
    """A department's page whose text grows and shrinks by buttons."""
    return page(
        f"<title>{s.title}</title>",
        f'{NAV}<div class="content_box"><div class="con_title">{s.title}</div><div class="con_info"><span>信息来源：{s.source}</span>'
        f"<span>发布日期：{s.day}</span><span>点击数：86</span><span>字体：[ <a>大</a> <a>中</a> <a>小</a> ]</span></div>"
        f'<div id="zoom">{s.html}<p style="text-align:right">（{s.author}）</p></div>{SHARE}{NEXT}</div>{LIST}{FOOT}',
    )


def breaks(s: Story) -> str:
    """A county's page: one cell, lines parted by breaks and wide spaces."""
    body = "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in s.body)
    return page(
        f"<title>{s.title}</title>",
        f'<div id="nav">{NAV}</div><div class="main"><h2 class="tit">{s.title}</h2><p class="info">时间：{s.told} 来源：{s.source} '
        f'作者：{s.author}</p><div class="news_content">{body}</div><p>扫一扫在手机打开当前页</p><p>[ 打印本页 ] [ 关闭窗口 ]</p></div>{FOOT}',
    )


def paper(s: Story) -> str:
    """A newspaper's electronic edition: title and text in tags of its own, the pages of the issue beside."""
    body = "".join(f"<P>　　{line}</P>" for line in s.body)
    return page(
        f"<title>{s.source}-{s.title}</title>",
        f'<div class="ban_list"><a>第01版：要闻</a><a>第02版：综合</a><a>第03版：工会</a></div><div class="date">{s.told} 星期六</div>'
        f'<table><tr><td><founder-title><p class="BSHARE_TEXT">{s.title}</p></founder-title></td></tr><tr><td><founder-author>{s.author}</founder-author></td></tr></table>'
        f'<div id="ozoom" style="ZOOM: 100%"><founder-content>{body}</founder-content></div><div class="next"><a>上一篇</a> <a>下一篇</a> <a>放大</a> <a>缩小</a></div>'
        f"<ul class='ch'><li><a>全市工会重点工作推进会召开</a></li></ul>{FOOT}",
    )


def portal(s: Story) -> str:
    """A news portal: a head line of time, source and buttons; recommendations behind."""
    return page(
        f'<title>{s.title}--{s.source}</title><meta name="publishdate" content="{s.day}"><meta name="source" content="来源：{s.source}">',
        f'{NAV}<div class="layout rm_txt cf"><div class="col col-1"><h1>{s.title}</h1><div class="author cf">{s.author}</div>'
        f'<div class="col-1-1">{s.told}08:05 | 来源：<a href="http://a.example">{s.source}</a></div><div class="share"><span>小字号</span></div>'
        f'<div class="rm_txt_con cf"><div class="bza">订阅</div>{s.html}<div class="edit cf">(责编：田小雨、陆远)</div></div>'
        '<p>分享让更多人看到</p><div class="rm_relevant"><h3>推荐阅读</h3><a>技能大赛开幕</a></div></div></div>'
        + LIST
        + FOOT,
    )


def federation(s: Story) -> str:
    """A union's site of today: lists of definitions, icons as words, a code to scan."""
    return page(
        f'<title>{s.title}</title><meta name="keywords" content="工会">',
        f'<header><nav>{NAV}</nav></header><main><div class="article-title"><h3>{s.title}</h3></div><ul class="article-info"><li>来源：{s.source}</li>'
        f'<li>作者：{s.author}</li><li>时间：{s.day} 10:00</li><li>阅读：1024</li></ul><div class="article-content" id="articleContent">'
        f'{"".join(f"<div>{line}</div>" for line in s.body)}</div><div class="qrcode"><img src="a.png"><p>扫码分享到手机</p></div>'
        f'<div class="tags">标签：<a>工会</a><a>职工</a></div></main><footer>{FOOT}</footer>',
    )


def notice(s: Story) -> str:
    """A page of an open-government catalogue: a table of its data above the text."""
    return page(
        f"<title>{s.title}</title>",
        f'{NAV}<table class="gkxx"><tr><td>索引号</td><td>00812/2023-0001</td><td>发布机构</td><td>{s.source}</td></tr><tr><td>标题</td><td>{s.title}</td>'
        f'<td>发布日期</td><td>{s.day}</td></tr></table><h1 class="xxgk_title">{s.title}</h1><div class="xxgk_content" id="Zoom">{s.html}</div>'
        f'<div>【打印】 【关闭】 【返回顶部】</div><div>附件：<a href="a.doc">附件1.doc</a></div>{FOOT}',
    )


def mobile(s: Story) -> str:
    """A page of an app, shared: buttons to open it, comments."""
    return page(
        f'<title>{s.title}</title><meta property="og:title" content="{s.title}">',
        f'<div class="download">打开北川融媒客户端，看更多本地新闻 <a>立即打开</a></div><article><h1 class="news-title">{s.title}</h1>'
        f'<div class="news-info"><span>{s.source}</span> <span>{s.day} 07:30</span></div><div class="detail-content">{s.html}<p>记者：{s.author}</p></div></article>'
        '<div class="like">点赞 12</div><div class="comment"><h4>最新评论</h4><p>网友甲：这样的屋子越多越好，跑车的人心里暖和。</p><p>网友乙：支持！</p></div>'
        '<div class="download"><a>打开APP阅读全文</a></div>',
    )


def sidebar(s: Story) -> str:
    """A district's page with columns beside the text and buttons written in it."""
    return page(
        f"<title>{s.title} - 青禾区人民政府门户网站</title>",
        f'<div class="left"><h3>栏目导航</h3><ul><li><a>工作动态</a></li><li><a>通知公告</a></li><li><a>职工服务</a></li></ul></div><div class="center">'
        f'<div class="bt">{s.title}</div><div class="ly">日期：{s.day}　来源：{s.source}　字号：[<span>大</span><span>中</span><span>小</span>]　<span>视力保护色：</span></div>'
        f'<div class="xl_main"><div class="xl_con">{s.html}<p>撰稿：{s.author}</p></div><p>分享到：</p><p>打印本页　关闭窗口</p></div></div>{LIST}{FOOT}',
    )


def blog(s: Story) -> str:
    """A page with nothing but plain marks: no class says what is what."""
    return page(
        f"<title>{s.title}</title>",
        f"<h1>{s.title}</h1><p>来源：{s.source} 作者：{s.author} 日期：{s.day}</p>{s.html}<hr><p>上一篇：技能大赛开幕</p><p>下一篇：没有了</p><p>Copyright © 2023 北川市总工会</p>",
    )


LAYOUTS = (
    wechat, wechat_saved, ucap, trs_table, zoom, breaks, paper, portal, federation, notice, mobile, sidebar, blog,
)  # fmt: skip
