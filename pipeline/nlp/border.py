"""Where spaCy comes in: without its command line, which takes a third of its start and serves nobody here."""

import sys
from types import ModuleType

_UNUSED, _ASKED = "spacy.cli", "spacy.cli.info"


def import_spacy() -> ModuleType:
    """Return spaCy; its command line is left out until somebody imports that.

    Downloading, project templates and the like come with it: 360 modules.
    """
    if "spacy" not in sys.modules:
        sys.modules[_UNUSED], sys.modules[_ASKED] = ModuleType(_UNUSED), _stand_in()
        try:
            import spacy
        finally:
            del sys.modules[_UNUSED], sys.modules[_ASKED]
    import spacy

    return spacy


def _stand_in() -> ModuleType:
    """Return a module with what spaCy takes from its command line: a function that tells its version."""
    module = ModuleType(_ASKED)
    module.__dict__["info"] = _info
    return module


def _info(*given: object, **named: object) -> object:
    from spacy.cli.info import info

    return info(*given, **named)  # type: ignore[arg-type]
