"""Everything that holds in every environment."""

from config.settings.parts.api import *
from config.settings.parts.apps import *
from config.settings.parts.cache import *
from config.settings.parts.database import *
from config.settings.parts.files import *
from config.settings.parts.i18n import *
from config.settings.parts.jobs import *
from config.settings.parts.logs import *
from config.settings.parts.mail import *
from config.settings.parts.paths import *
from config.settings.parts.security import *
from config.settings.parts.stripe import *
from config.settings.parts.templates import *

DEVELOPMENT = False  # turns on /dev/mail/ and /ui/
