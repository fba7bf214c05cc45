from dygn.payments.models.attempt import Attempt
from dygn.payments.models.event import PaymentEvent
from dygn.payments.models.payment import Payment
from dygn.payments.models.refund import Refund
from dygn.payments.models.simulated import SimulatedOrder

__all__ = ["Attempt", "Payment", "PaymentEvent", "Refund", "SimulatedOrder"]
