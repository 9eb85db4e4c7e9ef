import { describe, expect, it } from 'vitest'
import { createProgram, readArguments as read } from '../../../electron/cli/arguments.ts'
import { commandNames, loadCommands } from '../../../electron/cli/commands.ts'
import { leavesOf } from '../../../electron/cli/help.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'

const commands = await loadCommands()

/** Parses a command line; returns the command's name and its options. */
const readArguments = (words: readonly string[]) => {
  const { command, ...everywhere } = read(words, commands)
  const asked = command.kind === 'command' ? { name: command.name, ...command.asked } : { name: command.kind }
  return { ...everywhere, command: asked }
}
const commandOf = (line: string) => readArguments(line.split(' ').filter(Boolean)).command
const filterOf = (words: string) => {
  const command = commandOf(`results ${words}`)
  if (!('filter' in command)) throw new Error('No results')
  // Absent options may be present as undefined.
  return JSON.parse(JSON.stringify(command.filter))
}
const helpOn = (line: string): string => {
  const { command } = read(line.split(' ').filter(Boolean), commands)
  if (command.kind !== 'help') throw new Error('No help')
  return command.text
}

describe('a command line', () => {
  it.each([
    ['', { name: 'help' }],
    ['help', { name: 'help' }],
    ['--help', { name: 'help' }],
    ['-h', { name: 'help' }],
    ['sync --help', { name: 'help' }],
    ['help export', { name: 'help' }],
    ['--version', { name: 'version' }],
    [
      'connect --key K',
      { name: 'connect', service: 'classmarker', key: 'K', accountName: undefined, signature: 'auto' },
    ],
    [
      'connect --key K --separate',
      {
        ...{ name: 'connect', service: 'classmarker', key: 'K', accountName: undefined },
        ...{ signature: 'auto', separate: true },
      },
    ],
    [
      'connect --key=K --name N --signature md5',
      { name: 'connect', service: 'classmarker', key: 'K', accountName: 'N', signature: 'md5' },
    ],
    ['sync', { name: 'sync', wait: false, recheck: false }],
    ['sync --wait', { name: 'sync', wait: true, recheck: false }],
    ['sync --recheck', { name: 'sync', wait: false, recheck: true }],
    ['sync --recheck --wait', { name: 'sync', wait: true, recheck: true }],
    ['certificates', { name: 'certificates', query: '' }],
    ['certificates caqp-1234', { name: 'certificates', query: 'caqp-1234' }],
    ['certificates smith health and', { name: 'certificates', query: 'smith health and' }],
    ['codes list 123456', { name: 'codes list', action: 'list', listId: 123_456 }],
    ['codes add 7 A B', { name: 'codes add', action: 'add', listId: 7, codes: ['A', 'B'], file: undefined }],
    [
      'codes add 7 --file F.csv A',
      { name: 'codes add', action: 'add', listId: 7, codes: ['A'], source: { file: 'F.csv' } },
    ],
    ['codes add 7 --file -', { name: 'codes add', action: 'add', listId: 7, codes: [], source: { file: '-' } }],
    [
      'codes add 7 --file F --column Code --sheet S --encoding gbk',
      {
        name: 'codes add',
        action: 'add',
        listId: 7,
        codes: [],
        source: { file: 'F', column: 'Code', sheet: 'S', encoding: 'gbk' },
      },
    ],
    ['codes remove 7 A', { name: 'codes remove', action: 'remove', listId: 7, codes: ['A'], file: undefined }],
    [
      'codes add 7 --json -- -5 --file -x --test -3',
      { name: 'codes add', action: 'add', listId: 7, codes: ['-5', '--file', '-x', '--test', '-3'], source: undefined },
    ],
    ['codes push', { name: 'codes push', action: 'push' }],
    ['classes list', { name: 'classes list' }],
    ['classes add 10B', { name: 'classes add', className: '10B', keys: [], source: undefined }],
    [
      'classes add 10B user:1 --file F --column last=B --column first=A',
      {
        name: 'classes add',
        className: '10B',
        keys: ['user:1'],
        source: { file: 'F', sheet: undefined, encoding: undefined, columns: { last: 'B', first: 'A' } },
      },
    ],
    ['classes remove 10B user:1', { name: 'classes remove', className: '10B', keys: ['user:1'] }],
    ['codes --help', { name: 'help' }],
    ['status', { name: 'status' }],
    ['receive', { name: 'receive', port: 0, host: '127.0.0.1', source: undefined }],
    [
      'receive --port 8080 --host 0.0.0.0 --source Website',
      { name: 'receive', port: 8080, host: '0.0.0.0', source: 'Website' },
    ],
    ['sources list', { name: 'sources list' }],
    ['sources rename Website Site', { name: 'sources rename', sourceName: 'Website', to: 'Site' }],
    ['simulator', { name: 'simulator', service: 'classmarker', port: 0, results: 900, seed: 1 }],
    [
      'simulator --port 8080 --results 10 --seed 7',
      { name: 'simulator', service: 'classmarker', port: 8080, results: 10, seed: 7 },
    ],
    [
      'simulator --questions 20000',
      { name: 'simulator', service: 'classmarker', port: 0, results: 900, questions: 20_000, seed: 1 },
    ],
    [
      'simulator --service assessments',
      { name: 'simulator', service: 'assessments', port: 0, results: 200, dialect: 'documented', seed: 1 },
    ],
    [
      'simulator --service assessments --results 7 --dialect flat --seed 3',
      { name: 'simulator', service: 'assessments', port: 0, results: 7, dialect: 'flat', seed: 3 },
    ],
  ])('“%s” is %j', (line, command) => {
    expect(commandOf(line)).toEqual(command)
  })

  it.each([
    '--data-dir D --json --account A sync',
    'sync --account A --json --data-dir=D',
    '--json sync --account=A --data-dir D',
  ])('takes what is global anywhere: %s', (line) => {
    expect(readArguments(line.split(' '))).toEqual({
      dataDir: 'D',
      json: true,
      account: 'A',
      command: { name: 'sync', wait: false, recheck: false },
    })
  })

  it('asks for everything, newest first, by default', () => {
    expect(commandOf('results')).toMatchObject({ sort: newestFirst, limit: undefined, offset: 0 })
    expect(filterOf('')).toEqual([])
  })

  it('reads each filter, repeated ones as a list', () => {
    expect(filterOf('--test 1 --test 2 --group 3 --link 4 --group 5')).toEqual([
      { field: 'test', op: 'in', value: [1, 2] },
      {
        field: 'source',
        op: 'in',
        value: [
          { feed: 'groups', id: 3 },
          { feed: 'groups', id: 5 },
          { feed: 'links', id: 4 },
        ],
      },
    ])
    expect(filterOf('--from 2026-09-01 --to 2026-09-30')).toEqual([
      { field: 'finished', op: 'from', value: '2026-09-01' },
      { field: 'finished', op: 'to', value: '2026-09-30' },
    ])
    expect(filterOf('--min-percentage 49.5 --max-percentage=100')).toEqual([
      { field: 'percentage', op: 'from', value: 49.5 },
      { field: 'percentage', op: 'to', value: 100 },
    ])
    expect(filterOf('--min-percentage -5 --max-percentage +5')).toEqual([
      { field: 'percentage', op: 'from', value: -5 },
      { field: 'percentage', op: 'to', value: 5 },
    ])
    expect(filterOf('--min-points 12345 --max-duration 10080')).toEqual([
      { field: 'points', op: 'from', value: 12_345 },
      { field: 'duration', op: 'to', value: 604_800 },
    ])
    expect(filterOf('--passed')).toEqual([{ field: 'outcome', op: 'in', value: ['passed'] }])
    expect(filterOf('--failed')).toEqual([{ field: 'outcome', op: 'in', value: ['not-passed'] }])
    expect(filterOf('--passed --failed')).toEqual([{ field: 'outcome', op: 'in', value: ['passed', 'not-passed'] }])
    expect(filterOf('--from 2026-09-01 --from 2026-09-01')).toEqual([
      { field: 'finished', op: 'from', value: '2026-09-01' },
    ])
    expect(filterOf('--needs-grading --certificate')).toEqual([
      { field: 'grading', op: 'is', value: true },
      { field: 'certificate', op: 'is', value: true },
    ])
  })

  it('takes a search as it is', () => {
    const words = ['results', '--search', "O'Neill -x --y", '--limit', '3', '--offset', '6']
    expect(readArguments(words).command).toMatchObject({
      filter: [{ field: 'search', op: 'contains', value: "O'Neill -x --y" }],
      limit: 3,
      offset: 6,
    })
  })

  it.each([
    ...sortFields.map((field): [string, string] => [field, field]),
    ['time_finished', 'finished'],
    ['time_started', 'started'],
    ['last', 'name'],
    ['test_name', 'test'],
    ['group_name', 'source'],
    ['link_name', 'source'],
    ['points_scored', 'points'],
    ['certificate_serial', 'certificate'],
    ['requires_grading', 'grading'],
  ])('sorts by %s', (asked, field) => {
    expect(commandOf(`results --sort ${asked}`)).toMatchObject({ sort: { field, direction: 'asc' } })
    expect(commandOf(`results --sort ${asked}:asc`)).toMatchObject({ sort: { field, direction: 'asc' } })
    expect(commandOf(`results --sort ${asked}:desc`)).toMatchObject({ sort: { field, direction: 'desc' } })
  })

  it.each(['xlsx', 'csv', 'XLSX'])('exports to a .%s file', (ending) => {
    const command = { name: 'export', file: `out/All.${ending}`, policy: 'best', identity: 'names' }
    expect(commandOf(`export out/All.${ending}`)).toMatchObject(command)
    expect(commandOf(`export out/All.${ending} --policy average --identity pseudonyms --passed`)).toMatchObject({
      ...command,
      policy: 'average',
      identity: 'pseudonyms',
      filter: [{ field: 'outcome', op: 'in', value: ['passed'] }],
    })
  })
})

it('a code may be empty or hold spaces, as it is given', () => {
  const codes = ['', ' A B ']
  expect(readArguments(['codes', 'add', '7', ...codes]).command).toMatchObject({ codes })
})

describe('a wrong command line is refused with its problem:', () => {
  it.each([
    ['frobnicate', 'There is no command “frobnicate”.'],
    ['constructor', 'There is no command “constructor”.'],
    ['toString --json', 'There is no command “toString”.'],
    ['certificate', 'There is no command “certificate”.'],
    [
      'results --from 2026-09-01 --from 2026-10-01',
      '--from was given twice, with “2026-09-01” and “2026-10-01”; give it once.',
    ],
    [
      'students --min-percentage 40 --min-percentage 60',
      '--min-percentage was given twice, with “40” and “60”; give it once.',
    ],
    [
      'tests --to 2026-09-01 --from 2026-10-01',
      'No result can match --from 2026-10-01 and --to 2026-09-01: the first is beyond the second.',
    ],
    [
      'export A.csv --min-percentage 90 --max-percentage 9.5',
      'No result can match --min-percentage 90 and --max-percentage 9.5: the first is beyond the second.',
    ],
    [
      'results --max-duration 10 --min-duration 10.5',
      'No result can match --min-duration 10.5 and --max-duration 10: the first is beyond the second.',
    ],
    ['tests --search a --search b', '--search was given twice, with “a” and “b”; give it once.'],
    [
      'export A.csv --extra-info a --extra-field Ward --extra-field Year',
      '--extra-field was given twice, with “Ward” and “Year”; give it once.',
    ],
    ['sync --frobnicate', "Unknown option '--frobnicate'."],
    ['sync --key K', '“sync” has no option --key.'],
    ['status --passed', '“status” has no option --passed.'],
    ['results extra', '“results” does not take “extra”.'],
    ['export a.xlsx b.xlsx', '“export” does not take “b.xlsx”.'],
    ['certificates --search x', '“certificates” has no option --search.'],
    ['codes', '“codes” needs to know what to do: list, add, remove or push.'],
    ['codes 123456', 'There is no “codes 123456”: list, add, remove or push.'],
    ['codes toString', 'There is no “codes toString”: list, add, remove or push.'],
    ['codes --file F add 7', '“codes” needs to know what to do before --file: list, add, remove or push.'],
    ['codes --file=F add 7', '“codes” needs to know what to do before --file: list, add, remove or push.'],
    ['codes list', '“codes list” needs the number of the access list: codes list LIST_ID.'],
    ['codes add', '“codes add” needs the number of the access list: codes add LIST_ID.'],
    ['codes add A B', '“codes add” needs the number of the access list, not “A”.'],
    ['codes remove 0 A', '“codes remove” needs the number of the access list, not “0”.'],
    ['codes remove 1.5 A', '“codes remove” needs the number of the access list, not “1.5”.'],
    ['codes list 9999999999999999', '“codes list” needs the number of the access list, not “9999999999999999”.'],
    ['codes add 7', '“codes add” needs the codes, or a file with --file F.'],
    ['codes remove 7', '“codes remove” needs the codes, or a file with --file F.'],
    ['codes list 7 A', '“codes list” does not take “A”.'],
    ['codes list 7 --file F', '“codes list” has no option --file.'],
    ['codes push 7', '“codes push” does not take “7”.'],
    ['codes push --file F', '“codes push” has no option --file.'],
    ['codes add 7 A --name N', '“codes” has no option --name.'],
    ['codes add 7 -A', "Unknown option '-A'."],
    ['codes add 7 A --sheet S', '--sheet says how a file is read: it needs --file F.'],
    ['codes add 7 --file F --column=', '--column needs a value, and got an empty one.'],
    ['sync --file F', '“sync” has no option --file.'],
    ['connect', '“connect” needs the API key: --key KEY.'],
    ['connect --key=', '--key needs a value, and got an empty one.'],
    ['status --data-dir=', '--data-dir needs a value, and got an empty one.'],
    ['results --search=', '--search needs a value, and got an empty one.'],
    ...['search', 'access-code'].map((name): [string, string] => [
      `students --${name} ${Array.from({ length: 3_001 }, (_, at) => at).join()}`,
      `--${name} has 3,001 words, and at most 3,000 can be looked for.`,
    ]),
    ['results --test 1 --test=', '--test needs a value, and got an empty one.'],
    ['export a.csv --from=', '--from needs a value, and got an empty one.'],
    ['--account=', '--account needs a value, and got an empty one.'],
    ['help --account=', '--account needs a value, and got an empty one.'],
    ['connect --key K --signature sha1', '--signature is one of auto, sha256, md5, not “sha1”.'],
    ['export', '“export” needs the file to write: export FILE.xlsx.'],
    ['export results.pdf', '“results.pdf” must end in .xlsx, .csv or .parquet.'],
    ['export a.xlsx --policy worst', '--policy is one of best, first, last, average, not “worst”.'],
    ['export a.xlsx --sort name', '“export” has no option --sort.'],
    ['results --from 2026-02-30', '--from needs a date such as 2026-09-01, not “2026-02-30”.'],
    ['results --to tomorrow', '--to needs a date such as 2026-09-01, not “tomorrow”.'],
    ['results --limit -1', '--limit needs a whole number, not “-1”.'],
    ['results --limit 1.5', '--limit needs a whole number, not “1.5”.'],
    ['results --offset x', '--offset needs a whole number, not “x”.'],
    ['results --link a', '--link needs a whole number, not “a”.'],
    ['results --link 99999999999999999', '--link needs a whole number, not “99999999999999999”.'],
    ['results --min-percentage half', '--min-percentage needs a number such as 49.5, not “half”.'],
    ['results --min-percentage 49,5', '--min-percentage needs a number such as 49.5, not “49,5”.'],
    ['results --sort shoe-size', 'Results cannot be sorted by “shoe-size”'],
    ['results --sort __proto__', 'Results cannot be sorted by “__proto__”'],
    ['results --sort finished:up', '“up” is no direction; use asc or desc.'],
    ['simulator --port 65536', '--port'],
    ['receive --port 65536', '--port'],
    ['sources', 'list, add, rename, phrase or remove'],
    ['sources add', 'needs the name of the source'],
    ['simulator --service moodle', '--service is one of classmarker, assessments, not “moodle”.'],
    ['simulator --dialect flat', '--dialect is for a learning platform: it needs --service assessments.'],
    ['simulator --service assessments --dialect odd', '--dialect is one of documented, flat, not “odd”.'],
    [
      'simulator --service assessments --questions 5',
      '--questions is for a ClassMarker; a learning platform has no bank here.',
    ],
    ['simulator --results many', '--results needs a whole number, not “many”.'],
  ])('%s', (line, problem) => {
    expect(() => commandOf(line)).toThrow(
      expect.objectContaining({ code: 'usage/invalid', detail: { problem: expect.stringContaining(problem) } }),
    )
  })

  it.each(['connect --key', 'results --limit', '--json=yes sync', 'sync --wait=1'])('%s', (line) => {
    expect(() => commandOf(line)).toThrow(
      expect.objectContaining({ code: 'usage/invalid', detail: { problem: expect.stringMatching(/^[^\n]+\.$/) } }),
    )
  })
})

it('of nothing but blanks is no value either', () => {
  expect(() => readArguments(['sync', '--data-dir', ' \t'])).toThrow(
    expect.objectContaining({ detail: { problem: '--data-dir needs a value, and got an empty one.' } }),
  )
})

it('every option that takes a value refuses an empty one, and the next option in its place', () => {
  const program = createProgram(commands)
  // Options that must be present, so that only the value under test is wrong.
  const required: Readonly<Record<string, string>> = {
    connect: '--key K',
    export: 'a.csv',
    'codes add': '7 A',
    'classes add': '10B',
    'people erase': 'user:1',
    import: 'a.json',
    items: '--test 1',
    'questions export': 'a.gift',
    'categories add': 'Optics',
    'categories move': '2',
    'assessments create': '--course C --title Fractions --pass 70',
    'assessments collect': 'ids.txt',
  }
  let tried = 0
  for (const command of leavesOf(program)) {
    const path = command.parent === program ? command.name() : `${command.parent?.name()} ${command.name()}`
    const words = [...path.split(' '), ...(required[path]?.split(' ') ?? [])]
    const optionsOfAll = [...command.options, ...(path === 'sync' ? program.options : [])]
    for (const { long } of optionsOfAll.filter((option) => option.required)) {
      const problem = (value: string) => {
        const refused = { detail: { problem: expect.stringContaining(`${long} needs a value`) } }
        expect(() => readArguments([...words, `${long}`, value])).toThrow(expect.objectContaining(refused))
      }
      if (path !== 'codes remove') problem('')
      if (path !== 'codes remove' && long !== '--account' && long !== '--data-dir') problem('--frobnicate')
      tried++
    }
  }
  expect(tried).toBeGreaterThan(30)
})

it('of a pasted list as many words count as the database looks for, however a search would split them', () => {
  const codes = Array.from({ length: 1_501 }, (_, at) => `a(${at})`)
  for (const list of [codes, [...codes, ...codes, ...codes]])
    expect(filterOf(`--access-code=${list.join()}`)).toHaveLength(1)
  expect(() => commandOf(`results --search=${codes.join()}`)).not.toThrow()
  expect(() => commandOf(`results --search=${codes.map((code) => `b${code}`).join()},c,d`)).not.toThrow()
})

it('a value that begins with a dash is joined by “=”', () => {
  expect(filterOf('--search=--x')).toEqual([{ field: 'search', op: 'contains', value: '--x' }])
  expect(() => commandOf('results --search --passed')).toThrow(
    expect.objectContaining({ detail: { problem: '--search needs a value, and “--passed” is an option.' } }),
  )
  expect(() => commandOf('codes add 7 -5')).toThrow(
    expect.objectContaining({ detail: { problem: "Unknown option '-5'." } }),
  )
})

describe('the help', () => {
  const help = helpOn('')

  it.each(['help', '--help', '-h', 'help frobnicate', '--json help'])('is the same page for “%s”', (line) => {
    expect(helpOn(line)).toBe(help)
  })

  it('mentions every command, and none that is not there', () => {
    const mentioned = [...help.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1])
    expect([...new Set(mentioned)].sort()).toEqual(commandNames.filter((name) => name !== 'help').sort())
  })

  it('mentions every option, and none that is not there', () => {
    const mentioned = [...help.matchAll(/--([a-z-]+)/g)].map((match) => match[0])
    const program = createProgram(commands)
    const declared = [program, ...leavesOf(program)].flatMap(({ options }) => options.map(({ long }) => long))
    expect([...new Set(mentioned)].sort()).toEqual([...new Set([...declared, '--help'])].sort())
  })

  it('says what each exit status means and which variables are read', () => {
    for (const word of ['0 done', '1 failed', '2 wrong usage', '3 rate-limited', '4 offline'])
      expect(help).toContain(word)
    for (const name of ['GRADEKEEP_API_URL', 'GRADEKEEP_API_SECRET', 'GRADEKEEP_DEBUG']) expect(help).toContain(name)
  })

  it('keeps its lines short enough for most terminals', () => {
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  })

  it.each([
    ['sync --help', 'Usage: gradekeep sync [--wait] [--recheck]'],
    ['help export', 'Usage: gradekeep export FILE.xlsx [filters] [--policy best|first|last|average]'],
    ['codes add -h', 'Usage: gradekeep codes add LIST_ID [CODE…] [--file FILE]'],
    ['help codes add', 'Usage: gradekeep codes add LIST_ID [CODE…] [--file FILE]'],
    ['results --limit -1 --help', 'Usage: gradekeep results [filters] [--sort FIELD[:asc|desc]]'],
    ['codes --help', 'Usage: gradekeep codes list|add|remove|push'],
    ['connect --help', 'Usage: gradekeep connect [--service classmarker|assessments] [--key KEY]'],
  ])('of a command says how it is called, each of its options, and those of all: “%s”', (line, usage) => {
    const text = helpOn(line)
    expect(text).toContain(usage)
    for (const [, option] of usage.matchAll(/(--[a-z]+)/g))
      expect(text).toMatch(new RegExp(`^ {2}${option}\\b.* {2}\\S`, 'm'))
    expect(text).toMatch(/^Everywhere:\n {2}--data-dir DIR/m)
  })
})
