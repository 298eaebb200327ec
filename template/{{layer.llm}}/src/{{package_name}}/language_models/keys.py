"""Keys of providers, as people paste them."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr


def _usable(key: SecretStr) -> SecretStr:
    """The key without the space around it. A header cannot hold more than visible ASCII."""
    text = key.get_secret_value().strip()
    if not all("!" <= letter <= "~" for letter in text):
        raise ValueError(
            "holds a letter that no key has, such as a space or what stands for a shortened part: "
            "copy it anew"
        )
    return SecretStr(text)


ApiKey = Annotated[SecretStr, AfterValidator(_usable)]
