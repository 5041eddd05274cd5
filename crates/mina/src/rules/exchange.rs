//! F: delivery, answers, retry.

super::rules! { TABLE:
F1 Error Delivery
    da "Der leveres til den adresse, som det samme opslag gav."
    sv "Leverans sker till den adress som samma uppslag gav."
    en "Delivery goes to the address that the same lookup gave.";
F2 Error Delivery
    da "Modtagerens egen række afgør; ellers er leveringen uafklaret."
    sv "Mottagarens egen rad avgör; annars är leveransen oviss."
    en "The recipient's own row decides; otherwise the delivery is in doubt.";
F3 Error Delivery
    da "Leveret er leveret: transaktionens id gemmes som kvittering."
    sv "Levererat är levererat: transaktionens id sparas som kvittens."
    en "Delivered is delivered: the transaction id is kept as the receipt.";
F4 Error Delivery
    da "Ikke leveret betyder næste kanal, uden gentagelser."
    sv "Inte levererat betyder nästa kanal, utan upprepningar."
    en "Not delivered means the next channel, without repeats.";
F5 Error Delivery
    da "Sandhedsværdier kan være 1 og 0; transaktionens id er en vilkårlig tekst."
    sv "Sanningsvärden kan vara 1 och 0; transaktionens id är en godtycklig text."
    en "Booleans may be 1 and 0; the transaction id is any text.";
F6 Error Delivery
    da "En SOAP-fejl læses uanset HTTP-status."
    sv "Ett SOAP-fel läses oavsett HTTP-status."
    en "A SOAP fault is read whatever the HTTP status.";
F7 Error Delivery
    da "Varige fejl gentages ikke; nogle alarmerer driften og standser afsenderen."
    sv "Varaktiga fel upprepas inte; några larmar driften och stoppar avsändaren."
    en "Permanent faults are not retried; some alarm operations and pause the sender.";
F8 Error Delivery
    da "Uden svar er leveringen uafklaret; intet papir, før den er afklaret."
    sv "Utan svar är leveransen oviss; inget papper förrän den är klarlagd."
    en "Without an answer the delivery is in doubt; no paper before it is settled.";
F17 Error Lookup
    da "Hvert kald tager kun imod sit eget svarelement."
    sv "Varje anrop tar bara emot sitt eget svarselement."
    en "Each call accepts only its own response element.";
}
