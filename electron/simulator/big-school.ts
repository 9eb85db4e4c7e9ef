import { type Group, groups, type Link, links, tests } from './catalogue.ts'

/** Results a feed can hold before the account needs more groups or links than the sample's own to stay believable. */
const roomy = 2000
const resultsPerPlace = 1000
const mostPlaces = 200

const subjects = ['Biology', 'History', 'Physics', 'Geography', 'French', 'Music', 'Economics']

const extraPlaces = (results: number): number =>
  results <= roomy ? 0 : Math.min(mostPlaces, Math.ceil((results - roomy) / resultsPerPlace))

/** The sample's groups, and as many more as `results` group results fill. */
export function groupsFor(results: number): Group[] {
  const taught = tests.filter((test) => !test.essay)
  const more = Array.from({ length: extraPlaces(results) }, (_, at): Group => {
    const offset = at % taught.length
    return {
      id: 30000 + at,
      name: `Year ${7 + (at % 7)} ${subjects[Math.floor(at / 7) % subjects.length]} set ${1 + Math.floor(at / 49)}`,
      tests: [...taught.slice(offset), ...taught.slice(0, offset)].slice(0, 5),
      rhythm: 'lessons',
    }
  })
  return [...groups, ...more]
}

/** The sample's links, and as many more as `results` link results fill. */
export function linksFor(results: number): Link[] {
  const more = Array.from({ length: extraPlaces(results) }, (_, at): Link => {
    const test = tests[at % tests.length]
    return {
      id: 40000 + at,
      name: `Branch ${at + 1}: ${subjects[at % subjects.length]} & skills`,
      tests: test ? [test] : [],
      rhythm: 'any time',
      urlId: `z${(0x1000000 + at).toString(16)}q${at}`,
      accessListId: undefined,
      extraInfo: [],
    }
  })
  return [...links, ...more]
}
