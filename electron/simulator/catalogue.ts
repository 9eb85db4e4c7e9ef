/** A test (ClassMarker also says exam) as the simulated account holds it. Names are plain text. */
export interface Test {
  readonly id: number
  readonly name: string
  readonly type: 'Test' | 'Survey'
  /** 0 for a survey. */
  readonly pointsAvailable: number
  /** In percent; 0 means no pass mark. */
  readonly passMark: number
  /** Whether answers can be partly right, which gives points with one decimal. */
  readonly partialPoints: boolean
  /** Essay questions wait for a teacher: `requires_grading` "Yes" until then. */
  readonly essay: boolean
  readonly minutes: number
  readonly certificate: 'none' | 'always' | 'when passed'
  /** Whether results carry `monitor_events`. */
  readonly monitored: boolean
  /** Taken off a person's ability, so above 0 is a hard test. */
  readonly difficulty: number
}

/** When people sit down to a test in a place. */
export type Rhythm = 'lessons' | 'evenings' | 'any time' | 'open days'

export interface Group {
  readonly id: number
  readonly name: string
  readonly tests: readonly Test[]
  readonly rhythm: Rhythm
}

export interface Link extends Group {
  /** Absent where the key may not see it. */
  readonly urlId: string | undefined
  readonly accessListId: number | undefined
  /** The extra questions asked before the test, each with the answers people give. At most five. */
  readonly extraInfo: readonly (readonly string[])[]
}

export interface AccessList {
  readonly id: number
  readonly name: string
  readonly codes: Set<string>
}

export type NewTest = Partial<Omit<Test, 'id' | 'name'>> & { readonly name: string; readonly id?: number }

/** A test with 20 points and a pass mark of 50, unless given otherwise. */
export const makeTest = (id: number, test: NewTest): Test => ({
  id,
  type: 'Test',
  pointsAvailable: test.type === 'Survey' ? 0 : 20,
  passMark: test.type === 'Survey' ? 0 : 50,
  partialPoints: false,
  essay: false,
  minutes: 30,
  certificate: 'none',
  monitored: false,
  difficulty: 0,
  ...test,
})

const fractions = makeTest(64776, { name: 'Unit 3: Fractions, Ratio & Proportion', difficulty: -0.05 })
const quadratics = makeTest(64781, {
  name: 'Quadratic Equations Mock',
  pointsAvailable: 40,
  passMark: 60,
  partialPoints: true,
  minutes: 50,
  monitored: true,
  difficulty: 0.08,
})
const chemistry = makeTest(64790, {
  name: 'Acids, Bases & Salts',
  pointsAvailable: 32,
  partialPoints: true,
  minutes: 40,
  difficulty: 0.04,
})
const essay = makeTest(64802, {
  name: "Reading response: 'An Inspector Calls'",
  pointsAvailable: 30,
  passMark: 40,
  partialPoints: true,
  essay: true,
  minutes: 55,
})
const safety = makeTest(64815, {
  name: 'Health and Safety Induction',
  pointsAvailable: 25,
  passMark: 80,
  minutes: 25,
  certificate: 'when passed',
  difficulty: -0.18,
})
const spanish = makeTest(64823, { name: 'Español: prueba de nivel', pointsAvailable: 60, passMark: 0, minutes: 45 })
const survey = makeTest(64830, { name: 'How was the course? (feedback)', type: 'Survey', minutes: 10 })
const sales = makeTest(48756, {
  name: 'Product Specials & Discounts Quiz',
  pointsAvailable: 40,
  partialPoints: true,
  minutes: 20,
})
const firstAid = makeTest(48801, {
  name: 'First Aid at Work',
  pointsAvailable: 24,
  passMark: 75,
  minutes: 35,
  certificate: 'always',
  difficulty: -0.1,
})

export const tests: readonly Test[] = [
  fractions,
  quadratics,
  chemistry,
  essay,
  safety,
  spanish,
  survey,
  sales,
  firstAid,
]

/** Neighbours may share members: somebody in 10B Maths is often in Year 10 English too. */
const groups: readonly Group[] = [
  { id: 29765, name: '10B Maths', tests: [fractions, quadratics], rhythm: 'lessons' },
  { id: 29771, name: 'Year 10 English', tests: [essay, survey], rhythm: 'lessons' },
  { id: 29766, name: '10C Maths', tests: [fractions, quadratics], rhythm: 'lessons' },
  { id: 29768, name: 'Year 11 Chemistry', tests: [chemistry, quadratics], rhythm: 'lessons' },
  { id: 29790, name: 'Night shift intake', tests: [safety, survey], rhythm: 'evenings' },
  { id: 29794, name: 'Adult learners: Spanish & culture', tests: [spanish, survey], rhythm: 'evenings' },
]

const stores = ['Brooklyn', 'Queens', 'Fifth Avenue', "Macy's corner", 'Bronx']
const reasons = ['My employer asked', 'Interest', 'Family & friends', "Wouldn't say"]

const links: readonly Link[] = [
  {
    id: 38676,
    name: 'New York sales staff',
    tests: [sales],
    rhythm: 'any time',
    urlId: 'g6v533a63444719ce32',
    accessListId: 123456,
    extraInfo: [stores, ['Floor', 'Till', 'Stock room']],
  },
  {
    id: 38690,
    name: 'First aid open day',
    tests: [firstAid],
    rhythm: 'open days',
    urlId: 'k2m9e1b70c5d84f6a13',
    accessListId: undefined,
    extraInfo: [reasons],
  },
  {
    id: 38702,
    name: 'Warehouse starters',
    tests: [safety],
    rhythm: 'any time',
    urlId: 'p7x404d2fe81b96c5a0',
    accessListId: 123470,
    extraInfo: [],
  },
  {
    id: 38711,
    name: 'Spanish placement, September',
    tests: [spanish],
    rhythm: 'any time',
    urlId: 'w1c6ab39d0f257e8c44',
    accessListId: undefined,
    extraInfo: [['None', 'A year', 'Two years', 'Longer'], reasons, ['Mornings', 'Evenings']],
  },
  {
    id: 38725,
    name: "Parents' evening feedback",
    tests: [survey],
    rhythm: 'any time',
    urlId: undefined,
    accessListId: undefined,
    extraInfo: [],
  },
  {
    id: 38733,
    name: 'Scholarship essay',
    tests: [essay],
    rhythm: 'any time',
    urlId: 't5b08c7e62a94d1f3b9',
    accessListId: 123488,
    extraInfo: [['Year 9', 'Year 10', 'Year 11']],
  },
]

export const accessListNames: ReadonlyMap<number, string> = new Map([
  [123456, 'New York Staff'],
  [123470, 'Warehouse badges'],
  [123488, 'Scholarship candidates'],
])

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
