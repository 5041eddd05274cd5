//! F: delivery, answers, retry.

super::rules! { TABLE:
F1 Error Operator Operator
    da "Der leveres til den adresse, som det samme opslag gav."
    sv "Leverans sker till den adress som samma uppslag gav."
    en "Delivery goes to the address that the same lookup gave.";
F2 Error Operator Nothing
    da "Modtagerens egen række afgør; ellers er leveringen uafklaret."
    sv "Mottagarens egen rad avgör; annars är leveransen oviss."
    en "The recipient's own row decides; otherwise the delivery is in doubt.";
F3 Error Operator Nothing
    da "Leveret er leveret: transaktionens id gemmes som kvittering."
    sv "Levererat är levererat: transaktionens id sparas som kvittens."
    en "Delivered is delivered: the transaction id is kept as the receipt.";
F4 Error Operator Nothing
    da "Ikke leveret betyder næste kanal, uden gentagelser."
    sv "Inte levererat betyder nästa kanal, utan upprepningar."
    en "Not delivered means the next channel, without repeats.";
F5 Error Operator Nothing
    da "Sandhedsværdier kan være 1 og 0; transaktionens id er en vilkårlig tekst."
    sv "Sanningsvärden kan vara 1 och 0; transaktionens id är en godtycklig text."
    en "Booleans may be 1 and 0; the transaction id is any text.";
F6 Error Operator Nothing
    da "En SOAP-fejl læses uanset HTTP-status."
    sv "Ett SOAP-fel läses oavsett HTTP-status."
    en "A SOAP fault is read whatever the HTTP status.";
F7 Error Operator Nothing
    da "Varige fejl gentages ikke; nogle alarmerer driften og standser afsenderen."
    sv "Varaktiga fel upprepas inte; några larmar driften och stoppar avsändaren."
    en "Permanent faults are not retried; some alarm operations and pause the sender.";
F8 Error Operator Operator
    da "Uden svar er leveringen uafklaret; intet papir, før den er afklaret."
    sv "Utan svar är leveransen oviss; inget papper förrän den är klarlagd."
    en "Without an answer the delivery is in doubt; no paper before it is settled.";
F9 Error Operator Operator
    da "En fejl, før forespørgslen har forladt huset, kan trygt gentages."
    sv "Ett fel innan frågan har lämnat huset kan tryggt upprepas."
    en "A failure before the request left the house is safe to retry.";
F10 Warning Operator Operator
    da "En operatør, der er nede, standser ikke de andre; dens breve venter."
    sv "En operatör som ligger nere stoppar inte de andra; dess brev väntar."
    en "An operator that is down does not stop the others; its letters wait.";
F11 Error Life Letter
    da "Samme brev med samme nøgle er ét brev; en gentagelse beholder sit id, en rettelse får et nyt."
    sv "Samma brev med samma nyckel är ett brev; en upprepning behåller sitt id, en rättelse får ett nytt."
    en "The same letter with the same key is one letter; a repeat keeps its id, a correction gets a new one.";
F12 Error Store Letter
    da "Indholdet gemmes, til kvitteringen er der, og derefter efter fristerne."
    sv "Innehållet sparas tills kvittensen finns, och sedan enligt fristerna."
    en "The content is kept until the receipt is there, and then as the retention says.";
F13 Error Life Letter
    da "Intet brev bliver uden slutning længere end fristen, uden at nogen ser det."
    sv "Inget brev blir utan slut längre än fristen utan att någon ser det."
    en "No letter stays without an end beyond its time unseen.";
F14 Error Life Letter
    da "En notifikation fra operatøren er aldrig bevis for læsning."
    sv "En avisering från operatören är aldrig bevis på läsning."
    en "An alert by the operator is never proof of reading.";
F15 Error Life Letter
    da "Fire trin noteres for hver levering: spurgt, prøvet, leveret, kvitteret."
    sv "Fyra steg noteras för varje leverans: frågat, prövat, levererat, kvitterat."
    en "Four steps are recorded for each delivery: asked, checked, delivered, receipted.";
F16 Warning Configuration Setting
    da "Forbindelsen får 5 sekunder, svaret 120, hvis intet andet er sat."
    sv "Förbindelsen får 5 sekunder, svaret 120, om inget annat är satt."
    en "The connection gets 5 seconds, the answer 120, unless set otherwise.";
F17 Error Register Nothing
    da "Hvert kald tager kun imod sit eget svarelement."
    sv "Varje anrop tar bara emot sitt eget svarselement."
    en "Each call accepts only its own response element.";
}
