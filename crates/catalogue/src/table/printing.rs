//! Paper: print jobs and what became of them.

macro_rules! printing {
    ([$then:ident $($rest:ident)*] $($rows:tt)*) => { $then! { [$($rest)*] $($rows)*

PrintJobWritten "print_job_written" (Gateway, false, Nobody)
    da "Printjobbet er lagt klar til printtjenesten." "Du skal ikke gøre noget: vi venter på kvitteringen."
    sv "Utskriftsjobbet är överlämnat till utskriftstjänsten." "Du behöver inte göra något: vi väntar på kvittensen."
    en "The print job is ready for the print service." "Nothing to do: we wait for its receipt.";

PrintUnavailable "print_unavailable" (Printer, true, Operations)
    da "Printtjenesten kan ikke nås." "Brevet venter, og vi prøver igen; driften undersøger forbindelsen, hvis det varer ved."
    sv "Utskriftstjänsten går inte att nå." "Brevet väntar och vi försöker igen; driften kontrollerar förbindelsen om det fortsätter."
    en "The print service cannot be reached." "The letter waits and we try again; operations check the connection if it lasts.";

PrintRejected "print_rejected" (Printer, false, CaseWorker)
    da "Printtjenesten afviste brevet." "Læs årsagen, ret dokumentet, og send brevet igen, eller print det selv."
    sv "Utskriftstjänsten avvisade brevet." "Läs orsaken, rätta dokumentet och skicka brevet på nytt, eller skriv ut det själv."
    en "The print service rejected the letter." "Read the reason, correct the document and send the letter again, or print it yourself.";

NoPostalAddress "no_postal_address" (Register, false, CaseWorker)
    da "Der er ingen postadresse på modtageren, så brevet kan ikke printes." "Find adressen, og angiv den på brevet, eller registrér, hvordan brevet blev afleveret."
    sv "Det finns ingen postadress till mottagaren, så brevet kan inte skickas på papper." "Ta reda på adressen och ange den på brevet, eller registrera hur brevet lämnades."
    en "There is no postal address for the recipient, so the letter cannot go on paper." "Find the address and give it on the letter, or record how the letter was handed over.";

PrintReceiptMissing "print_receipt_missing" (Printer, true, Printer)
    da "Printtjenesten har ikke kvitteret for brevet til tiden." "Spørg printtjenesten, om brevet er sendt, før det printes igen."
    sv "Utskriftstjänsten har inte kvitterat brevet i tid." "Fråga utskriftstjänsten om brevet är skickat innan det skrivs ut igen."
    en "The print service has not acknowledged the letter in time." "Ask the print service whether it was posted before printing it again.";

PrintedByDesk "printed_by_desk" (Gateway, false, Nobody)
    da "En sagsbehandler har printet og afsendt brevet." "Du skal ikke gøre noget."
    sv "En handläggare har skrivit ut och skickat brevet." "Du behöver inte göra något."
    en "A case worker has printed and posted the letter." "Nothing to do.";

    } };
}
