"""Who a container works as: never root, neither by its image nor by what runs in it."""

from docker.models.containers import Container

from tests.images.container import started
from tests.images.engine import Engine


def image_faults(engine: Engine, image: str) -> list[str]:
    """Why an image, started without further ado, works as root."""
    user = engine.client.images.get(image).attrs["Config"]["User"]
    faults = [] if _other_than_root(user) else [f"its USER is {user!r}, which is root"]
    options = {"entrypoint": ["id", "-u"], "network_mode": "none", "read_only": True}
    with started(engine, image, **options) as container:
        container.wait()
        said = container.logs().decode().strip()
    # Whatever is no number tells nothing about the user.
    return faults if said.isdigit() and int(said) else [*faults, f"`id -u` in it says {said}"]


def process_faults(container: Container) -> list[str]:
    """The processes of a running container that belong to root on the machine."""
    listed = container.top(ps_args="-eo pid,uid,args")
    return [f"root runs `{line}`" for _, user, line in listed["Processes"] if user == "0"]


def _other_than_root(user: str) -> bool:
    return user.partition(":")[0] not in ("", "0", "root")
