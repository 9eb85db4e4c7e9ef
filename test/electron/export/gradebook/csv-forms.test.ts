import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { GradebookRequest } from '../../../../electron/export/gradebook/request.ts'
import { openDatabase } from '../../../../electron/store/open.ts'
import { usualGradebook } from '../../../../shared/model/gradebook.ts'
import { tablesAtWork } from '../../import/made-files.ts'
import { type Laptop, laptop, receive } from '../laptop.ts'
import { attempt, classOf, writtenGradebook } from './made-class.ts'

const people = [
  attempt(1, 101, 1, 89.5, { first: '=1+1', last: '+49' }),
  attempt(1, 102, 1, 33.3, { first: '=1+1', last: '+49' }),
  attempt(1, 102, 2, 40, { first: '=1+1', last: '+49' }),
  attempt(2, 101, 1, 100, { first: "'-5", last: '@sum; "x", y\nz' }),
  attempt(3, 102, 1, 0, { first: 'é 🎓', last: 'محمد', email: null }),
]

function filled(): Laptop {
  const place = classOf(people, { 101: '=Final', 102: 'Final' })
  const db = openDatabase(place.databaseFile)
  db.prepare(`INSERT INTO grade_override VALUES ('a', 'user:3', 101, 'excused', NULL, 'Ill', 1)`).run()
  db.prepare(`INSERT INTO class VALUES (5, 'a', '10B', 1)`).run()
  const join = db.prepare(`INSERT INTO class_member VALUES (5, ?, 'F', 'L', NULL, ?, NULL)`)
  for (const id of [1, 2, 3]) join.run(`user:${id}`, `00${id}`)
  db.close()
  return place
}

async function written(said: Partial<GradebookRequest>): Promise<{ text: string; file: string; formulaLike: number }> {
  const definition = { ...usualGradebook, students: { by: 'class', classId: 5 } } as const
  const outcome = await writtenGradebook(filled(), { definition, ...said }, 'Gradebook.csv')
  const { file, formulaLikeTexts } = outcome
  return { text: readFileSync(file, 'utf8'), file, formulaLike: formulaLikeTexts }
}

describe('a gradebook as CSV', () => {
  it('for this computer’s spreadsheet has its separator and decimal mark, and guards texts but no number', async () => {
    const { text } = await written({ form: 'excel', locale: 'de-DE' })
    expect(text.split('\r\n')).toEqual([
      "\uFEFFLast name;First name;Group;Student key;'=Final (101);Final (102);Tests taken;Average;Average (points-weighted);Letter;Passed",
      "'+49;'=1+1;10B;user:1;89,5;40;2;64,75;64,75;D;1",
      `"'@sum; ""x"", y\nz";''-5;10B;user:2;100;;1;100;100;A;1`,
      'محمد;é 🎓;10B;user:3;EX;0;1;0;0;F;0',
      '',
    ])
  })

  it('for an English spreadsheet has commas between fields and a point in numbers', async () => {
    const { text } = await written({ form: 'excel', locale: 'en-GB' })
    expect(text).toContain("'+49,'=1+1,10B,user:1,89.5,40,2,64.75,64.75,D,1")
  })

  it('is read again by this app’s own reader as it was written', async () => {
    for (const locale of ['de-DE', 'en-US', 'fr-FR']) {
      const { file } = await written({ form: 'excel', locale })
      const { header, rows } = await tablesAtWork().readTable(file, { sheet: undefined })
      expect(header?.slice(4, 6)).toEqual(['=Final (101)', 'Final (102)'])
      expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([
        ['+49', '=1+1'],
        ['@sum; "x", y\nz', "'-5"],
        ['محمد', 'é 🎓'],
      ])
    }
  })

  it('for programs changes no text, and counts those that a spreadsheet would run', async () => {
    const { text, formulaLike } = await written({ form: 'machine', locale: 'de-DE' })
    expect(text).not.toContain('\uFEFF')
    expect(text).toContain('+49,=1+1,10B,user:1,89.5,40,2,64.75,64.75,D,1\r\n')
    expect(formulaLike).toBe(4)
  })

  it('for Canvas has its columns and the points that were possible', async () => {
    const { text } = await written({ form: 'canvas' })
    const [header, points, ...lines] = text.split('\r\n')
    expect(header).toBe("Student,ID,SIS User ID,SIS Login ID,Section,'=Final (101),Final (102)")
    expect(points).toMatch(/^"? {4}Points Possible"?,,,,,100,100$/)
    expect(lines).toContain(`"'+49, =1+1",,001,1@example.org,10B,89.5,40`)
    expect(lines).toContain('"محمد, é 🎓",,003,,10B,EX,0')
  })

  it('for Canvas has a student of one name without a comma', async () => {
    const place = classOf([attempt(1, 101, 1, 80, { last: '' }), attempt(2, 101, 1, 70, { first: '' })], {
      101: 'Final',
    })
    const { file } = await writtenGradebook(place, { form: 'canvas' })
    const students = readFileSync(file, 'utf8').split('\r\n').slice(2, 4)
    expect(students.map((line) => line.split(',')[0]).toSorted()).toEqual(['First 1', 'Last 2'])
  })

  it('for Moodle has an address, a number and a grade for each test', async () => {
    const { text } = await written({ form: 'moodle' })
    const [header, ...lines] = text.split('\r\n')
    expect(header).toBe("First name,Last name,ID number,Email address,'=Final (101),Final (102)")
    expect(lines).toContain("'=1+1,'+49,001,1@example.org,89.5,40")
    expect(lines).toContain('é 🎓,محمد,003,,,0')
  })

  it('for a school’s system has the columns that were chosen, under their names', async () => {
    const { text } = await written({
      form: 'sis',
      sisColumns: [
        { header: 'Student ID', field: 'external_id' },
        { header: 'Mark', field: 'average' },
        { header: 'Grade', field: 'grade' },
        { header: 'Final', field: 'test:102' },
        { header: 'Key', field: 'student_key' },
      ],
    })
    expect(text.split('\r\n')).toEqual([
      'Student ID,Mark,Grade,Final,Key',
      '001,64.8,D,40,user:1',
      '002,100,A,,user:2',
      '003,0,F,0,user:3',
      '',
    ])
  })

  it('names the average wherever it is weighted by points', async () => {
    const rules = { ...usualGradebook.rules, average: 'points-weighted' } as const
    const { text } = await written({ form: 'machine', definition: { ...usualGradebook, rules } })
    expect(text.split('\r\n')[0]).toContain(',Tests taken,Average (points-weighted),')
  })

  it('gives each student the test of their own account, where accounts have one of the same number', async () => {
    const place = laptop({ a: 'UTC', b: 'UTC' })
    const tests = [{ id: 102, name: 'Final' }]
    receive(place, [attempt(1, 102, 1, 40, { last: 'Adams' })], { tests })
    receive(place, [attempt(1, 102, 1, 90, { last: 'Brown' })], { tests, accountId: 'b' })
    const sisColumns = (['last', 'test:102'] as const).map((field) => ({ header: field, field }))
    const { file } = await writtenGradebook(place, { form: 'sis', sisColumns }, 'Gradebook.csv')
    expect(readFileSync(file, 'utf8').split('\r\n')).toEqual(['last,test:102', 'Adams,40', 'Brown,90', ''])
  })
})
