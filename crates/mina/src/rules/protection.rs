//! B: protection class and protected identity.

super::rules! { TABLE:
B1 Error Intake Letter
    da "Breve i skyddsklasse 4 sendes aldrig, ad ingen vej."
    sv "Brev i skyddsklass 4 skickas aldrig, på någon väg."
    en "Letters of protection class 4 are never sent, on any path.";
B2 Error Configuration Letter
    da "Hver brevtype har en skyddsklasse, og brevet følger den."
    sv "Varje brevtyp har en skyddsklass, och brevet följer den."
    en "Every letter type has a protection class, and the letter follows it.";
B3 Error People Letter
    da "Klassen er den højeste af rigtighed, fortrolighed, tilgængelighed og sporbarhed."
    sv "Klassen är den högsta av riktighet, konfidentialitet, tillgänglighet och spårbarhet."
    en "The class is the highest of correctness, confidentiality, availability and traceability.";
B4 Error Signature Letter
    da "Klasse 2 og 3 er underskrevet."
    sv "Klass 2 och 3 är underskrivna."
    en "Class 2 and 3 are signed.";
B5 Error Configuration Letter
    da "Kun klasse 1 må sendes videre til e-mail eller SMS."
    sv "Bara klass 1 får skickas vidare till e-post eller sms."
    en "Only class 1 may be forwarded to e-mail or SMS.";
B6 Error Switch Register
    da "En modtager med beskyttet identitet får intet automatisk, og adressen vises ingen steder."
    sv "En mottagare med skyddad identitet får inget automatiskt, och adressen visas ingenstans."
    en "A recipient with protected identity gets nothing automatically, and the address is shown nowhere.";
B7 Error Register Register
    da "Fejl 6006 er beskyttet identitet og bliver aldrig til almindeligt papir."
    sv "Fel 6006 är skyddad identitet och blir aldrig vanligt papper."
    en "Fault 6006 is protected identity and never becomes ordinary paper.";
B8 Warning People Letter
    da "Papir til beskyttede går gennem Skatteverkets videresendelse."
    sv "Papper till skyddade går genom Skatteverkets förmedling."
    en "Paper to protected persons goes through Skatteverket's forwarding.";
B9 Error Switch Register
    da "Mærket slås op på ny for hvert brev."
    sv "Markeringen slås upp på nytt för varje brev."
    en "The mark is looked up afresh for each letter.";
B10 Error Configuration Letter
    da "Notifikationer nævner hverken sag eller afdeling."
    sv "Aviseringar nämner varken ärende eller avdelning."
    en "Notifications name neither matter nor department.";
B11 Error Intake Letter
    da "En brevtype kan forbyde e-mail og SMS og kan blive på papir med en begrundelse."
    sv "En brevtyp kan förbjuda e-post och sms och kan stanna på papper med ett skäl."
    en "A letter type can forbid e-mail and SMS and can stay on paper with a reason.";
}
