//! G: the operator and the register of the sandbox.

super::rules! { TABLE:
G1 Error Sandbox Nothing
    da "Den simulerede operatør afviser ukendte formidlere og dårlige underskrifter."
    sv "Den simulerade operatören avvisar okända förmedlare och dåliga underskrifter."
    en "The simulated operator refuses unknown dispatchers and bad signatures.";
G2 Error Sandbox Nothing
    da "Det simulerede register følger modtagerens regler ved næste opslag; et operatørskift flytter den fremtidige post."
    sv "Det simulerade registret följer mottagarens regler vid nästa uppslag; ett operatörsbyte flyttar framtida post."
    en "The simulated register honours reception rules at the next lookup; a change of operator moves future mail.";
G3 Error Sandbox Nothing
    da "Børn, offentlige organer og uegnede selskabsformer får ingen postkasse."
    sv "Barn, offentliga organ och olämpliga bolagsformer får ingen brevlåda."
    en "Children, public bodies and unsupported company forms get no mailbox.";
G4 Error Sandbox Nothing
    da "Det simulerede register kan svare på enhver måde, som det rigtige kan."
    sv "Det simulerade registret kan svara på varje sätt som det riktiga kan."
    en "The simulated register can answer in every way the real one can.";
G5 Error People Nothing
    da "Kun e-legitimation åbner en sikker meddelelse; en fuldmægtig læser, men sletter ikke."
    sv "Bara e-legitimation öppnar ett säkert meddelande; ett ombud läser men raderar inte."
    en "Only e-identification opens a secure message; a delegate reads and does not delete.";
}
