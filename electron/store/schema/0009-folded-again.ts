import type { Migration } from './schema.ts'

// Characters that `fold` has treated alike, or left out, only from this version on: a sigma at a word's end, more
// apostrophes, dashes and quotation marks, and the invisible characters of Unicode's category Cf.
const likened = 'ς‛ʻʽ׳―−“”„‟«»‹›״'
const invisible =
  '\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f' +
  '\ufeff\ufff9-\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}'
// None of them is ASCII and most texts are, which two lengths tell in 1 µs; to look for each of them takes 50.
const holdsOne = (text: string, others = '') =>
  `(octet_length(${text}) > length(${text}) AND ${text} GLOB '*[${likened}${invisible}${others}]*')`

const joined = (code: string) => `replace(replace(sort_key(${code}), '-', ''), ' ', '')`
const codeTexts = `sort_code = sort_key(code), sort_name = sort_key(name),
  search_text = sort_key(code) || char(10) || ${joined('code')} || char(10) || coalesce(sort_key(name), '')
  WHERE ${holdsOne('search_text')}`

const renamedTests = `SELECT account_id, test_id FROM test WHERE ${holdsOne('name', 'Σ')}`

/** Names, codes and tests that a search would no longer find, as they were folded before, are folded again. */
export const foldedAgain: Migration = {
  version: 9,
  up: `
    UPDATE result SET sort_name = sort_key(last || ' ' || first),
      certificate_key = earned_serial_key(certificate_serial, give_certificate_only_when_passed, passed),
      search_text = concat_ws(char(10), nullif(sort_key(first || ' ' || last), ''), nullif(sort_key(email), ''),
        nullif(sort_key(access_code), ''), nullif(sort_key(certificate_serial), ''),
        nullif(${joined('certificate_serial')}, ''))
      WHERE ${holdsOne('search_text')};
    INSERT OR IGNORE INTO taken_code (key) SELECT serial_key(access_code) FROM result
      WHERE ${holdsOne('access_code')};
    UPDATE access_code SET ${codeTexts};
    UPDATE outbox SET ${codeTexts};
    DELETE FROM certificate_search WHERE rowid IN (SELECT id FROM result
      WHERE (account_id, test_id) IN (${renamedTests}) AND certificate_key IS NOT NULL);
    INSERT INTO certificate_search (rowid, serial, words, test, former) SELECT id, serial, words, test, former
      FROM certificate_words WHERE (account_id, test_id) IN (${renamedTests}) AND serial IS NOT NULL;
  `,
}
