"""What is wrong with a render can often be seen without running it: these checks look.

They run one render after another in one process and remember what they have seen.
"""

from groundplan.matrix.model import Check
from groundplan.matrix.static import (
    automation,
    contents,
    credentials,
    environment,
    imports,
    links,
    make,
    monitoring,
    started,
    style,
    syntax,
    typecheck,
)
from groundplan.matrix.static.monitoring import metrics_named

__all__ = ["CHECKS", "metrics_named"]

# In the order in which they run: what cannot be read makes the rest fail as well.
CHECKS: dict[str, Check] = {
    "syntax": syntax.syntax,
    "whole files": contents.whole,
    "left-overs": contents.left_overs,
    "machine paths": contents.machine_paths,
    "file names": contents.file_names,
    "secrets": credentials.secrets,
    "links": links.links,
    "makefile": make.makefile,
    "started modules": started.started,
    "lint": style.lint,
    "formatting": style.formatting,
    "dependencies": imports.dependencies,
    "types": typecheck.types,
    "settings": environment.settings,
    "actionlint": automation.actionlint,
    "zizmor": automation.zizmor,
    "hooks": automation.hooks,
    "hadolint": automation.hadolint,
    "image user": automation.image_user,
    "schemas": automation.schemas,
    "expressions": monitoring.expressions,
    "scraped": monitoring.scraped,
    "dashboards": monitoring.dashboards,
}
