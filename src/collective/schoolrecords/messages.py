"""The one message factory of the product."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("collective.schoolrecords")
