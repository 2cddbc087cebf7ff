"""What columns of people are called: English, French, Spanish, German, Portuguese, Italian and Dutch."""

from collections.abc import Mapping

EITHER = "name or first or last"  # "Nombre" is the whole name, or the first; "Name" beside "Vorname" is the last

# By role (columns.py): folded, and without numbers ("E-mail 2").
_NAMES = {
    EITHER: "name, nom, nombre, nome, naam",
    "name": """
        full name, display name, contact name, contact, person, attendee, guest, member, people, nom complet,
        nom et prenom, prenom et nom, nombre completo, nombre y apellidos, contacto, contatto, contato, kontakt,
        vollstandiger name, vor und nachname, anzeigename, nome completo, nome e cognome, volledige naam,
        contactpersoon, ansprechpartner
    """,
    "first": """
        first name, firstname, first, given name, givenname, forename, prenom, nombre de pila, vorname, primeiro
        nome, nome proprio, voornaam, roepnaam
    """,
    "last": """
        last name, lastname, last, surname, family name, familyname, nom de famille, apellido, apellidos, primer
        apellido, nachname, familienname, zuname, cognome, sobrenome, apelido, ultimo nome, achternaam,
        familienaam
    """,
    "nickname": """
        nickname, nick name, nick, alias, aka, also known as, also called, surnom, pseudo, apodo, spitzname,
        rufname, soprannome, alcunha, bijnaam
    """,
    "company": """
        company, company name, organization, organisation, organization name, organisation name, employer, firm,
        business, workplace, works at, current company, account name, entreprise, societe, employeur, organisme,
        empresa, compania, organizacion, empleador, firma, unternehmen, arbeitgeber, organizacao, empregador,
        azienda, societa, ditta, organizzazione, datore di lavoro, bedrijf, bedrijfsnaam, werkgever, organisatie
    """,
    "title": """
        title, job title, jobtitle, job, position, role, occupation, headline, current title, profession, poste,
        fonction, titre, metier, intitule du poste, cargo, puesto, posicion, profesion, titulo, beruf, funktion,
        stelle, jobtitel, rolle, berufsbezeichnung, funcao, profissao, posizione, ruolo, qualifica, mansione,
        professione, functie, functietitel, beroep
    """,
    "email": """
        email, e mail, mail, email address, e mail address, mail address, courriel, adresse e mail, adresse
        email, adresse mail, adresse electronique, correo, correo electronico, direccion de correo, e mail
        adresse, mailadresse, email adresse, endereco de email, endereco de e mail, indirizzo email, indirizzo e
        mail, posta elettronica, e mailadres, emailadres, mailadres
    """,
    "phone": """
        phone, phone number, mobile, mobile phone, mobile number, cell, cell phone, cellphone, telephone, tel,
        telephone number, whatsapp, portable, numero de telephone, mobile personnel, telefono, telefono movil,
        movil, celular, numero de telefono, telefon, telefonnummer, handy, handynummer, mobil, mobiltelefon,
        mobilnummer, rufnummer, telefone, telemovel, numero de telefone, cellulare, numero di telefono,
        telefoon, telefoonnummer, mobiel, gsm
    """,
    "link": """
        link, links, profiles, other profiles, url, profile, profile url, profile link, website, web site, web
        page, webpage, homepage, web, site, linkedin, linkedin url, linkedin profile, twitter, x, github,
        facebook, instagram, telegram, mastodon, pinterest, about me, site web, site internet, profil, sitio
        web, pagina web, perfil, webseite, internetseite, sito, sito web, profilo, profiel
    """,
    "birthday": """
        birthday, birth date, birthdate, date of birth, dob, bday, born, anniversaire, date de naissance,
        naissance, ne le, cumpleanos, fecha de nacimiento, geburtstag, geburtsdatum, geb, geboren, aniversario, data
        de nascimento, nascimento, compleanno, data di nascita, verjaardag, geboortedatum
    """,
    "met_on": """
        met on, date met, met, when met, when we met, first met, connected on, met date, added, added on, date
        added, rencontre le, date de rencontre, conocido el, fecha de encuentro, kennengelernt am, getroffen am,
        conhecido em, conosciuto il, ontmoet op
    """,
    "how_met": """
        how met, how we met, how you met, where met, where we met, met at, met through, met via, introduced by,
        source, event, event name, context, how i know them, rencontre a, rencontre, comment rencontre, via,
        como nos conocimos, donde nos conocimos, kennengelernt, woher, woher bekannt, kennengelernt bei, wo
        kennengelernt, como nos conhecemos, come ci siamo conosciuti, dove, waar ontmoet, hoe ontmoet
    """,
    "notes": """
        notes, note, comment, comments, remark, remarks, description, about, bio, memo, details, info,
        remarques, remarque, commentaire, commentaires, notas, nota, comentario, comentarios, observaciones,
        notizen, notiz, bemerkung, bemerkungen, kommentar, anmerkung, anmerkungen, observacoes, appunti,
        commenti, notities, notitie, opmerking, opmerkingen
    """,
    "tags": """
        tags, tag, labels, label, group, groups, category, categories, list, lists, circle, circles, segment,
        etiquette, etiquettes, groupe, groupes, categorie, etiqueta, etiquetas, grupo, grupos, categoria,
        categorias, kategorie, kategorien, gruppe, gruppen, schlagworte, gruppo, gruppi, etichetta, etichette,
        categorieen, groep, groepen
    """,
    "last_touch": """
        last touch, last contact, last contacted, last contacted on, last contact date, date of last contact,
        last met, last spoke, last spoken, last talked, last seen, last interaction, last activity, last
        conversation, last in touch, dernier contact, dernier echange, derniere rencontre, ultimo contacto,
        ultima conversacion, letzter kontakt, zuletzt gesprochen, zuletzt kontaktiert, zuletzt gesehen, ultimo
        contato, ultimo contatto, laatste contact, laatst gesproken
    """,
}
ROLE_OF: Mapping[str, str] = {
    " ".join(name.split()): role for role, names in _NAMES.items() for name in names.split(",")
}
