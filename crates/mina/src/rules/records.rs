//! H: logs and privacy.

super::rules! { TABLE:
H1 Error Log Nothing
    da "Hverken numre, emner, tekster eller filer står i logge, tal, adresser eller fejl."
    sv "Varken nummer, ämnen, texter eller filer står i loggar, mätvärden, adresser eller fel."
    en "No number, subject, text or file is in logs, metrics, addresses or errors.";
H2 Error Log Nothing
    da "Hvert opslag, hver levering og hvert skift noteres med afsender, afdeling og klasse."
    sv "Varje uppslag, leverans och byte noteras med avsändare, enhet och klass."
    en "Every lookup, delivery and change is logged with sender, unit and class.";
H3 Error People Nothing
    da "Søgning i loggen er begrænset til egne enheder og noteres selv."
    sv "Sökning i loggen är begränsad till egna enheter och noteras själv."
    en "Searches of the log are limited to one's own units and are themselves logged.";
H4 Error Log Nothing
    da "CallId og TransId gemmes til supporten."
    sv "CallId och TransId sparas för supporten."
    en "CallId and TransId are kept for support.";
H5 Warning Store Letter
    da "En sendt meddelelse gemmes med sit nøjagtige indhold fra afsendelsen."
    sv "Ett skickat meddelande sparas med sitt exakta innehåll från avsändandet."
    en "A sent message is kept with its exact content from dispatch.";
}
