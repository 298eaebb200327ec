"""Who a container works as: never root, neither by its image nor by what runs in it."""

from docker import DockerClient
from docker.models.containers import Container


def image_faults(client: DockerClient, image: str) -> list[str]:
    """Why an image, started without further ado, works as root."""
    user = client.images.get(image).attrs["Config"]["User"]
    faults = [] if _named(user) else [f"its USER is {user!r}, which is root"]
    said = client.containers.run(
        image, ["-u"], entrypoint="id", remove=True, network_mode="none", read_only=True
    )
    return faults if int(said) else [*faults, "`id -u` in it says 0"]


def process_faults(container: Container) -> list[str]:
    """The processes of a running container that belong to root on the machine."""
    listed = container.top(ps_args="-eo pid,uid,args")
    return [f"root runs `{line}`" for _, user, line in listed["Processes"] if user == "0"]


def _named(user: str) -> bool:
    return user.partition(":")[0] not in ("", "0", "root")
