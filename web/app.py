"""The application, put together from its rooms; nothing happens at import."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from service import Assistant, Originals, open_assistant
from web.api import PROBLEMS, Api
from web.conversation_pages import ConversationPages
from web.errors import Reply, add_replies
from web.gate import Gate
from web.journal import Journal
from web.languages import LOCALES, read_language
from web.library_pages import LibraryPages
from web.metrics import Metrics
from web.operations import Operations
from web.originals import OriginalFiles
from web.pictures import Pictures
from web.reader_pages import ReaderPages
from web.rendering import FOLDER, InLanguage, Renderer
from web.renewal import CurrentAssistant
from web.schemas import ALLOWED_FIELDS
from web.scrubbing import scrubbing
from web.security import (
    STATIC_PATH,
    Admission,
    AllowedHosts,
    BodyLimit,
    LastResort,
    SameSite,
    SecureHeaders,
)
from web.settings import WebSettings

_FORM_FIELDS = 24  # a question and the scope, with room; each earlier turn has two on top


def create_app(
    assistant: Assistant,
    settings: WebSettings,
    *,
    home: Path | None = None,
    originals: Originals | None = None,
    metrics: Metrics | None = None,
    locales: Path = LOCALES,
) -> FastAPI:
    """The application that answers with ``assistant``.

    With a ``home`` it looks there for newer generations and renews the assistant; with
    ``originals`` it shows the files that reports came from. ``metrics`` are those that the
    assistant's stages are told to, and ``locales`` has the catalogues.

    Raises:
        SettingsError: the language of the settings has no catalogue.
    """
    language = read_language(settings.language, locales=locales)
    metrics, gate = metrics or Metrics(), Gate(settings.max_requests)
    current = CurrentAssistant(
        assistant,
        home=home,
        pause_seconds=settings.renewal_seconds,
        open_home=partial(open_assistant, watch=metrics.watch),
    )
    renderer = Renderer(language, metrics.watch)
    app = FastAPI(
        title="Rapporteur",
        version=assistant.receipt.version,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=PROBLEMS,
        form_limits={"max_fields": 2 * settings.max_history + _FORM_FIELDS, "max_files": 0},
        lifespan=_lifespan(current, settings),
    )
    app.state.gate = gate
    Operations(current, gate, metrics, home=home).add_routes(app)
    Api(current, settings, watch=metrics.watch).add_routes(app)
    pictures = None
    if originals is not None:
        pictures = Pictures(originals, max_bytes=settings.max_picture_bytes)
        OriginalFiles(current, originals, pictures=pictures).add_routes(app)
    ConversationPages(current, renderer, settings=settings, home=home).add_routes(app)
    LibraryPages(current, renderer).add_routes(app)
    ReaderPages(current, renderer, settings=settings, pictures=pictures).add_routes(app)
    app.mount(STATIC_PATH, StaticFiles(directory=FOLDER / "static"), name="static")
    add_replies(app, renderer.problem, allowed_fields=ALLOWED_FIELDS)
    _stand_before(app, renderer.problem, settings=settings, gate=gate)
    app.add_middleware(InLanguage, language=language)
    app.add_middleware(Journal, metrics=metrics)
    return app


def _stand_before(app: FastAPI, reply: Reply, *, settings: WebSettings, gate: Gate) -> None:
    """Put security before the routes; what is added last stands outermost."""
    app.add_middleware(Admission, gate=gate, reply=reply)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes, reply=reply)
    app.add_middleware(SameSite, reply=reply)
    app.add_middleware(AllowedHosts, names=settings.allowed_hosts, reply=reply)
    app.add_middleware(LastResort, reply=reply)
    app.add_middleware(SecureHeaders)


def _lifespan(
    current: CurrentAssistant, settings: WebSettings
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Bound the threads that answer, prepare the assistant and scrub the index, while it runs.

    Who waits for a thread is served in order.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = settings.max_threads or os.cpu_count() or 1
        current.prepare()
        with scrubbing(current, pause_minutes=settings.scrub_minutes):
            yield

    return lifespan
