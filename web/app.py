"""The application: its routes and what stands around them, as data."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route

from index.vectors.choose import Network
from web import errors, files, health, urls
from web.api import guide, operations, problems
from web.assets import FOLDER, Assets
from web.caching import Tagged
from web.exports import download
from web.feeds import chapters, podcast, searches
from web.feeds import webinars as webinars_feed
from web.finder import Finder
from web.headers import Guard, KnownHosts, ReadOnly, SafeHeaders, ShortAddresses
from web.languages import WELSH, Spoken, translations
from web.library import Library
from web.misses import Misses, path_beside
from web.pages import (
    a_to_z,
    about,
    clip_list,
    documents,
    home,
    institutions,
    nations,
    people,
    search,
    terms,
    webinar,
)
from web.pages import webinars as webinar_list
from web.rates import SearchRate
from web.sharing import embed, oembed, opensearch, robots, sitemap
from web.state import State

LOOPBACK = ("127.0.0.1", "localhost", "::1")

# Each has a twin in Welsh.
PAGES: tuple[BaseRoute, ...] = (
    Route(urls.HOME, home.show),
    Route(urls.SEARCH, search.show),
    Route(urls.WEBINARS, webinar_list.show),
    Route(urls.WEBINARS + "/{slug}", webinar.show),
    Route(urls.WEBINARS + "/{slug}/transcript.{extension}", download.show),
    Route(urls.PEOPLE, people.show_list),
    Route(urls.PEOPLE + "/{name}", people.show),
    Route(urls.INSTITUTIONS, institutions.show_list),
    Route(urls.INSTITUTIONS + "/{name}", institutions.show),
    Route(urls.NATIONS, nations.show_list),
    Route(urls.NATIONS + "/{slug}", nations.show),
    Route(urls.TERMS, terms.show_list),
    Route(urls.TERMS + "/{name}", terms.show),
    Route(urls.DOCUMENTS, documents.show_list),
    Route(urls.DOCUMENTS + "/{slug}", documents.show),
    Route(urls.A_TO_Z, a_to_z.show),
    Route(urls.ABOUT, about.show),
    Route(urls.EMBED + "/{slug}", embed.show),
    Route(urls.OPENSEARCH, opensearch.show),
    Route(urls.API_GUIDE, guide.show),
    Route(urls.WEBINARS_FEED, webinars_feed.show),
    Route(urls.SEARCH_FEED, searches.show),
    Route(urls.PODCAST, podcast.show),
    Route(urls.CLIP_LIST, clip_list.show),
)
FILES: tuple[BaseRoute, ...] = (
    Route("/media/{slug}/recording", files.show_recording),
    Route("/media/{slug}/captions.vtt", files.show_captions),
    Route("/media/{slug}/chapters.vtt", files.show_chapters),
    Route("/media/{slug}/chapters.json", chapters.show),
    Route("/media/{slug}/poster.jpg", files.show_poster),
    Route(urls.OEMBED, oembed.show),
    Route(urls.SITEMAP, sitemap.show),
    Route(urls.ROBOTS, robots.show),
    Route(urls.HEALTH, health.show),
    Mount(urls.STATIC, Assets(directory=FOLDER)),
)
ROUTES = (*PAGES, Mount(WELSH.prefix, routes=list(PAGES)), *FILES, *operations.ROUTES)


def make_app(
    archive: Path,
    index: Path,
    hosts: Sequence[str] = LOOPBACK,
    engine: str = "",
    network: Network | None = None,
    search_rate: int = 0,
) -> Starlette:
    """Make the site of an archive; raises the Fault of an archive that cannot be read.

    `engine` and `network` are those of `index.opening.open_or_rebuild`; `search_rate` is how often
    one reader may search in a minute, 0 for as often as they like.
    """
    library, finder = Library(archive), Finder(archive, index, engine, network)
    misses = Misses(path_beside(index))
    library.catalogue  # noqa: B018  (read once now, so that a bad archive is told at the start)
    translations(WELSH)  # as are these: the first Welsh reader waits for no file

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        finder.start()
        yield
        misses.close()

    app = Starlette(
        routes=list(ROUTES),
        middleware=[
            Middleware(SafeHeaders),
            Middleware(Spoken),
            Middleware(KnownHosts, hosts=hosts),
            Middleware(GZipMiddleware, compresslevel=6),
            Middleware(Tagged),
            Middleware(Guard, apologise=errors.apologise),
            Middleware(ReadOnly, refuse=errors.refuse_method),
            Middleware(ShortAddresses, refuse=errors.refuse_length),
            *_rates(search_rate),
        ],
        exception_handlers={problems.Problem: problems.show, HTTPException: errors.show},
        lifespan=lifespan,
    )
    app.state.site = State(library, finder, misses)
    return app


def _rates(per_minute: int) -> Iterator[Middleware]:
    if per_minute:
        yield Middleware(SearchRate, per_minute=per_minute, refuse=errors.refuse_search)
