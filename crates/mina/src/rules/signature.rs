//! E: signing, sealing, verifying.

super::rules! { TABLE:
E1 Error Signature Nothing
    da "Afsenderens underskrift er det sidste element i SignedDelivery, og der er kun én."
    sv "Avsändarens underskrift är sista elementet i SignedDelivery, och den är ensam."
    en "The sender's signature is the last element of SignedDelivery, and the only one.";
E2 Error Signature Nothing
    da "Formidlerens underskrift er det sidste element i SealedDelivery, efter forseglingen."
    sv "Förmedlarens underskrift är sista elementet i SealedDelivery, efter förseglingen."
    en "The dispatcher's signature is the last element of SealedDelivery, after the seal.";
E3 Error Signature Nothing
    da "Det, der underskrives, står alene og er uden præfikser og indrykning."
    sv "Det som skrivs under står för sig och är utan prefix och indrag."
    en "What is signed stands alone and has no prefixes and no indentation.";
E4 Error Signature Nothing
    da "Underskriften bruger RSA med SHA-256 og én henvisning til hele dokumentet."
    sv "Underskriften använder RSA med SHA-256 och en enda referens till hela dokumentet."
    en "The signature uses RSA with SHA-256 and one reference to the whole document.";
E5 Error Signature Nothing
    da "Det, der beregnes på, er kanonisk XML 1.0, inklusiv."
    sv "Det som beräknas är kanonisk XML 1.0, inklusiv."
    en "What is digested is canonical XML 1.0, inclusive.";
E6 Error Signature Nothing
    da "Underskriften bærer certifikatet og dets navn."
    sv "Underskriften bär certifikatet och dess namn."
    en "The signature carries the certificate and its subject.";
E7 Error Signature Nothing
    da "Den ydre underskrift dækker den indre og forseglingen."
    sv "Den yttre underskriften täcker den inre och förseglingen."
    en "The outer signature covers the inner one and the seal.";
E8 Error Signature Nothing
    da "På ledningen hedder det forseglede deliverSecure; intet andet ændres."
    sv "På tråden heter det förseglade deliverSecure; inget annat ändras."
    en "On the wire the sealed part is named deliverSecure; nothing else changes.";
E9 Error Signature Nothing
    da "Forseglingen har en dato uden klokkeslæt og siger kun true, når den indre underskrift er prøvet."
    sv "Förseglingen har ett datum utan klockslag och säger true bara när den inre underskriften är prövad."
    en "The seal has a date without time and says true only when the inner signature was verified.";
E10 Error Signature Nothing
    da "Den, der prøver, omdøber, fjerner præfikser og prøver den ydre og så den indre underskrift."
    sv "Den som prövar byter namn, tar bort prefix och prövar den yttre och sedan den inre underskriften."
    en "A verifier renames, drops prefixes and verifies the outer and then the inner signature.";
E11 Error Signature Nothing
    da "Der er præcis én forsendelse, én forsegling og én underskrift på hver; kun det dækkede læses."
    sv "Det finns exakt en försändelse, en försegling och en underskrift på varje; bara det täckta läses."
    en "There is exactly one delivery, one seal and one signature on each; only what they cover is read.";
E12 Error Signature Nothing
    da "En underskrift, der ikke passer eller bruger andre metoder, afvises."
    sv "En underskrift som inte stämmer eller använder andra metoder avvisas."
    en "A signature that does not fit or uses other methods is refused.";
E13 Error Signature Setting
    da "SHA-1 godtages kun ved indstilling og bruges aldrig."
    sv "SHA-1 godtas bara med en inställning och används aldrig."
    en "SHA-1 is accepted only by a setting and never used.";
E14 Error Signature Setting
    da "Kun de foreskrevne transformationer godtages."
    sv "Bara de föreskrivna transformerna godtas."
    en "Only the prescribed transforms are accepted.";
E15 Error Signature Register
    da "Certifikatets organisationsnummer er afsenderens eller den registrerede formidlers."
    sv "Certifikatets organisationsnummer är avsändarens eller den registrerade förmedlarens."
    en "The certificate's organisation number is the sender's or its registered dispatcher's.";
E16 Error Signature Certificates
    da "Certifikatet er gyldigt og udstedt af en, der stoles på."
    sv "Certifikatet är giltigt och utfärdat av någon som är betrodd."
    en "The certificate is valid and issued by somebody trusted.";
E17 Error Signature Certificates
    da "Private nøgler forlader aldrig serverens nøglelager."
    sv "Privata nycklar lämnar aldrig serverns nyckellager."
    en "Private keys never leave the server's key store.";
E18 Error Signature Certificates
    da "Der varsles, før et certifikat udløber, og der underskrives ikke med et udløbet."
    sv "Varning ges innan ett certifikat går ut, och inget skrivs under med ett utgånget."
    en "There is a warning before a certificate ends, and nothing is signed with an expired one.";
E19 Error Message Nothing
    da "DTD, for dyb, for stor eller for rig XML afvises."
    sv "DTD och för djup, för stor eller för rik XML avvisas."
    en "DTDs and XML that is too deep, too large or too rich are refused.";
E20 Error Operator Nothing
    da "Beviset er de nøjagtige forseglede byte."
    sv "Beviset är exakt de förseglade byten."
    en "The evidence is the exact sealed octets.";
}
