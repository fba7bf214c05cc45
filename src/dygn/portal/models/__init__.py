from dygn.portal.models.content import ContentPage
from dygn.portal.models.home import HomePage
from dygn.portal.models.message import OperatingMessage
from dygn.portal.models.news import NewsIndexPage, NewsPage
from dygn.portal.models.page import PortalPage
from dygn.portal.models.question import QuestionAnswer
from dygn.portal.models.stamp import Stamp
from dygn.portal.models.topic import TopicPage

__all__ = [
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "OperatingMessage",
    "PortalPage",
    "QuestionAnswer",
    "Stamp",
    "TopicPage",
]
