/** Texts that a spreadsheet runs as a formula when it opens or is pasted a table (OWASP, "CSV injection"). */
export const formulaStart = /^[=+\-@\t\r]/

/** Texts that get an apostrophe before them. Reading removes one, so a text that already looks guarded gets another. */
export const guarded = /^(?:[=+\-@\t\r]|'+[=+\-@\t\r\d])/

// Characters nobody can type; U+FFFD marks a lost letter.
const control = /[\p{Cc}\p{Cs}\ufffd\ufffe\uffff]/u
// A number with more digits than a spreadsheet shows: one before the point, always a sign after the E. Codes such as
// 219E01BE and 12E5 do not have this form.
const spoilt = /^[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}$/i
// Error values of spreadsheets in English, German, French and Spanish.
const errorValue =
  /^#(?:N\/[AV]|NV|REF!|BEZUG!|VALUE!|VALOR!|VALEUR!|WERT!|DIV\/0!|NAME\?|NOMBRE\?|NOM\?|NUM!|NUMERO!|NOMBRE!|ZAHL!|NULL!|NUL!|SPILL!|CALC!|#+)$/i

/** Whether a text has a character that nobody meant: a control sign, half a character, or the mark of a lost letter. */
export const holdsControlSign = (text: string): boolean => control.test(text)

/** Whether a spreadsheet put a number such as 1.23E+15 in the place of a longer one. */
export const isSpoiltNumber = (text: string): boolean => spoilt.test(text)

/** Whether a text is what a spreadsheet writes for a formula that failed, as in a CSV. */
export const isErrorValue = (text: string): boolean => errorValue.test(text)
