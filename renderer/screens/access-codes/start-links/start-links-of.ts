import { type StartLink, type StartPerson, startUrl } from '../../../../shared/model/start-link.ts'

/** The start link of one person. */
export const startLinkOf = (person: StartPerson, linkUrlId: string): StartLink => ({
  ...person,
  url: startUrl(linkUrlId, person),
})

const atOnce = 1_000

/** The start links of many people, in order, with room between for the window to answer. */
export async function startLinksOf(people: readonly StartPerson[], linkUrlId: string): Promise<readonly StartLink[]> {
  const links: StartLink[] = []
  for (let from = 0; from < people.length; from += atOnce) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve))
    for (const person of people.slice(from, from + atOnce)) links.push(startLinkOf(person, linkUrlId))
  }
  return links
}
