/** English: what admins read where they export or erase what is kept of a person. */
export const enRights = {
  "rights.open": "Data",
  "rights.open_of": "Data of {name}: export or erase",
  "rights.title": "Data of {name}",
  "rights.export": "Export data",
  "rights.export_text":
    "A copy of everything that is kept of {name}, to be given to them: a ZIP with a page to read. Nothing of other students is in it. It takes a moment.",
  "rights.making": "{asked}: being put together …",
  "rights.failed": "{asked}: failed. {why}",
  "rights.download": "Download the copy of {asked} (until {until})",
  "rights.erase": "Erase person…",
  "rights.erase_text": "If a person wants that nothing of them is kept, or whoever speaks for a child does:",
  "rights.what": "Everything of this person goes:",
  "rights.what_sessions":
    "from every session, also those with others: name, messages, answers, calls for help, board, recordings;",
  "rights.what_account": "the account with sign-ins and links, and notes about them.",
  "rights.what_stays": "Others keep what is theirs. A certificate says what was erased and what cannot be reached.",
  "rights.no_way_back": "This cannot be taken back.",
  "rights.type": "Type the name: {name}",
  "rights.confirm": "Erase for good",
  "rights.erased_title": "They are being erased",
  "rights.erased_text":
    "This goes on by itself, also when this page is closed. The certificate says how far it is; keep its address, as this person is in no list any more.",
  "rights.certificate": "Open the certificate",
} as const;
