// Why: who looks for "akesson" or "aakesson" must find Åkesson, on both databases alike and without an extension that one of
// them lacks. Each name is kept once without marks and once spelled out; and an address is looked up whatever its case.
import { type Kysely, sql } from 'kysely'

const statements = [
  // Letters without marks: those that Unicode takes apart, and those of our languages and neighbours that it does not.
  `create function plain_letters(words text) returns text language sql immutable strict parallel safe as $$
    select lower(regexp_replace(normalize(
      replace(replace(replace(replace(replace(replace(replace(
        translate(words, 'ØøŁłĐđÐðı', 'OoLlDdDdi'),
        'Æ', 'AE'), 'æ', 'ae'), 'Œ', 'OE'), 'œ', 'oe'), 'ß', 'ss'), 'Þ', 'Th'), 'þ', 'th'), nfd),
      '[\\u0300-\\u036f]', '', 'g'))
  $$`,
  // As people write them where the letter is not on the keyboard.
  `create function spelled_letters(words text) returns text language sql immutable strict parallel safe as $$
    select plain_letters(
      replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(normalize(words, nfc),
        'Å', 'AA'), 'å', 'aa'), 'Ø', 'OE'), 'ø', 'oe'), 'Ä', 'AE'), 'ä', 'ae'), 'Ö', 'OE'), 'ö', 'oe'), 'Ü', 'UE'), 'ü', 'ue'))
  $$`,
  `alter table employees add column search_name text generated always as
    (plain_letters(given_name || ' ' || family_name) || ' ' || spelled_letters(given_name || ' ' || family_name)) stored`,
  `create index employees_email on employees (lower(email))`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
