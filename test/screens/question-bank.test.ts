import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import type { BankRow } from '../../shared/model/bank.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import {
  answerBank,
  bankCategories,
  bankCategory,
  bankEdit,
  bankQuestion,
  bankRow,
  bankStatus,
  bankWaiting,
  changedAt,
  type HeldBank,
  previewRow,
  questionContent,
  questionsPreview,
  readQuestion,
} from '../renderer/made-bank.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

const texts = [
  'What is the first step for treating a skin burn?',
  'Which sign marks an emergency exit?',
  'You find a frayed cable. What do you do first?',
  'How heavy a box may one person lift alone?',
  'Which of these numbers lies nearest to 1?',
  'Simplify the fraction twelve eighteenths as far as it goes, and say what you divided by',
  'A child is choking and cannot cough. What now?',
  'Describe how you would secure the place of an accident',
  'True or false: a fire door may be wedged open',
  'Name the bone',
] as const

const types = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay', 'freetext', 'matching'] as const
const states = ['waiting-add', 'waiting-change', 'refused', 'conflict', 'here-only', 'gone'] as const

/** A bank with each type and each state. */
const rows: readonly BankRow[] = Array.from({ length: 60 }, (_, place): BankRow => {
  const isMaths = place % 3 === 1
  const state = place < 12 && place % 2 === 1 ? (states[(place - 1) / 2] ?? 'kept') : 'kept'
  return bankRow(place + 1, {
    text: texts[place % texts.length] ?? '',
    type: place < 12 ? 'multiplechoice' : (types[place % types.length] ?? 'essay'),
    questionId: state === 'waiting-add' || state === 'here-only' ? null : String(4_001 + place),
    state,
    refusal: state === 'refused' ? 'api/rejected' : null,
    ...(isMaths
      ? { category: 5, categoryName: 'Fractions', parentName: 'Mathematics' }
      : { category: 2, categoryName: 'Burns', parentName: 'First aid' }),
    points: 10 * (1 + (place % 3)),
    ...(place % 4 === 3 ? {} : { tests: 1 + (place % 2), n: 40 + place, facility: (30 + ((place * 17) % 65)) / 100 }),
  })
})

const edits = [
  bankEdit(1, { kind: 'add-category', subject: 6, name: 'Powers', requests: 1 }),
  bankEdit(2, { kind: 'add-question', subject: 2, name: texts[1], requests: 1 }),
  bankEdit(4, { subject: 4, name: texts[3] }),
  bankEdit(6, { subject: 6, name: texts[5], state: 'refused', refusal: 'api/rejected' }),
  bankEdit(8, { subject: 8, name: texts[7], state: 'conflict' }),
  bankEdit(9, { subject: 9, name: texts[8], state: 'held' }),
]
const waiting = bankWaiting({ questions: 2, categories: 1, stopped: 3, requests: 4, minutes: 8 })

const go = (page: Page) => page.getByRole('navigation').getByRole('button', { name: 'Questions' }).first().click()
const grid = (page: Page) => page.getByRole('grid', { name: 'Questions of the bank' })
const panel = (page: Page) => page.getByRole('complementary', { name: 'Question', exact: true })

describe('the question bank', () => {
  const laptop = givenAnswers(copySchool)

  async function bankScreen(given: Partial<HeldBank> = {}) {
    const held = answerBank(laptop.fake, { rows, ...given })
    const screen = await openScreen(laptop.fake)
    await go(screen.page)
    return { ...screen, held }
  }

  it('says at first that it is not here yet, and what reading it takes', async () => {
    const screen = await bankScreen({ rows: [], status: [bankStatus({ questions: 0, pulledAt: null })] })
    const { page } = screen
    await page.getByText('Your question bank is not here yet').waitFor()
    await lookInEveryForm(screen, 'bank-first')
    laptop.fake.handle('bank', 'pull', async () => ({ jobId: 'pull' }))
    await page.getByRole('button', { name: 'Read the question bank' }).click()
    await expect.poll(() => laptop.fake.callsOf('bank', 'pull').length).toBe(1)
    const [account] = await laptop.accounts()
    laptop.fake.emit('jobs', 'changed', {
      ...{ id: 'pull', kind: 'bank-pull', accountId: account?.id ?? null, state: 'running' },
      progress: { questions: 400, requests: 3 },
    })
    await page.getByText('400 questions read so far, 3 requests.').waitFor()
    await lookInEveryForm(screen, 'bank-reading')
  })

  it('lists questions with how they stand and how they did, and what waits everywhere it is looked for', async () => {
    const screen = await bankScreen({ edits, waiting })
    const { page } = screen
    await grid(page).getByText('Changed there, too').waitFor()
    await page.getByRole('navigation').getByText('6 waiting to be sent').first().waitFor()
    await lookInEveryForm(screen, 'bank-list')
    await page.emulateMedia({ forcedColors: 'active' })
    await page.screenshot({ path: 'test/.output/screens/bank-list-forced.png' })
  })

  it('gives the room of what no question has to the questions, and keeps figures apart', async () => {
    const kept = rows.map((row) => ({ ...row, state: 'kept' as const, tests: 1, n: 1_141, facility: 0.922 }))
    const { page } = await bankScreen({ rows: kept })
    await page.getByRole('columnheader', { name: 'Facility' }).waitFor()
    await expect.poll(() => page.getByRole('columnheader', { name: 'State' }).count()).toBe(0)
    const [figure, n] = await Promise.all(
      ['92.2%', 'n = 1,141'].map((words) => grid(page).getByText(words, { exact: true }).first().boundingBox()),
    )
    if (!figure || !n) throw new Error('The figures are not shown')
    expect(n.x - (figure.x + figure.width)).toBeGreaterThanOrEqual(6)
  })

  it('keeps the column of two categories of one name, whose parents its cells tell', async () => {
    const kept = rows.map((row) => ({ ...row, state: 'kept' as const, categoryName: 'Basics' }))
    const { page } = await bankScreen({ rows: kept })
    // What a list is put in order by has its column in any case.
    await page.getByRole('columnheader', { name: 'Facility' }).click()
    await expect.poll(() => page.getByRole('columnheader', { name: 'State' }).count()).toBe(0)
    expect(await page.getByRole('columnheader', { name: 'Category' }).count()).toBe(1)
  })

  it('says that a list is not complete', async () => {
    const screen = await bankScreen({ status: [bankStatus({ isPartial: true })] })
    await screen.page.getByText('Not all questions are here as they are now').waitFor()
    await lookInEveryForm(screen, 'bank-partial')
  })

  it('filters by category, type and state, and says where nothing fits', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await grid(page).locator('[data-row="0"]').waitFor()
    await page.getByRole('button', { name: 'Category: all' }).click()
    await page.getByRole('option', { name: 'Fractions' }).click()
    await lookInEveryForm(screen, 'bank-chip')
    await page.keyboard.press('Escape')
    await page.getByText('20 questions', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Waiting', exact: true }).click()
    await page.getByRole('button', { name: 'Never used' }).click()
    await page.getByRole('searchbox', { name: 'Search questions' }).fill('zebra')
    await page.getByText('No question has these words').waitFor()
    await lookInEveryForm(screen, 'bank-no-match')
    await page.getByRole('button', { name: 'Show all questions' }).click()
    await page.getByText('60 questions', { exact: true }).first().waitFor()
  })

  it('opens a question beside the list by keyboard', async () => {
    const row = rows[0] ?? bankRow(1)
    const content = questionContent({
      question: '<p>What is the <b>first step</b> for treating a skin burn? Area: 5 cm[sup]2[/sup]</p>',
    })
    const question = bankQuestion(row, {
      content,
      versions: [
        { content: questionContent({ question: 'What is first?' }), until: changedAt, attempts: 34 },
        { content: { ...content, question: content.question.replaceAll('b>', 'i>') }, until: null, attempts: 12 },
      ],
      inTests: [
        {
          testId: 64_776,
          testName: 'First aid refresher',
          n: 96,
          evidence: 'plain',
          facility: 0.71,
          discrimination: 38.2,
        },
        { testId: 64_777, testName: 'Health and safety', n: 12, evidence: 'weak', facility: 0.5, discrimination: 12 },
      ],
    })
    const screen = await bankScreen({ questions: new Map([[1, question]]) })
    const { page } = screen
    await grid(page).locator('[data-row="0"] [data-column="1"]').focus()
    await page.keyboard.press('Enter')
    await panel(page).getByText('Soak in water').waitFor()
    await lookInEveryForm(screen, 'bank-panel')
    await panel(page).getByRole('button', { name: 'Compare', exact: true }).first().click()
    await page.getByRole('dialog', { name: 'Earlier version' }).getByText('differs').first().waitFor()
    await lookInEveryForm(screen, 'bank-version')
    await page.keyboard.press('Escape')
    // Where only the markup differs, it is shown.
    await panel(page).getByRole('button', { name: 'Compare', exact: true }).last().click()
    await page.getByRole('dialog', { name: 'Earlier version' }).getByText('<i>first').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press(']')
    await panel(page).getByText('Which sign marks an emergency exit?').first().waitFor()
    await panel(page).getByText('It is not at ClassMarker yet').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => panel(page).count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)).toBe(true)
  })

  it('shows both sides of a conflict, and takes the one that is chosen', async () => {
    const row = rows[7] ?? bankRow(8)
    const question = bankQuestion(row, {
      content: questionContent({ question: 'You see a frayed cable. What do you do first?', points: 20 }),
      atService: {
        content: questionContent({
          question: 'You find a frayed cable at work. What do you do?',
          options: [
            { letter: 'A', content: 'Apply oil' },
            { letter: 'B', content: 'Nothing should be done' },
            { letter: 'C', content: 'Soak in cold water for ten minutes' },
          ],
        }),
        category: 3,
        version: 'theirs',
      },
    })
    const screen = await bankScreen({ edits, waiting, questions: new Map([[8, question]]) })
    const { page } = screen
    await page.getByRole('tab', { name: 'Waiting' }).click()
    await page.getByRole('table', { name: 'Waiting' }).waitFor()
    await lookInEveryForm(screen, 'bank-waiting')
    await page.getByRole('button', { name: /^Choose one of the two…: / }).click()
    const dialog = page.getByRole('dialog', { name: 'Which of the two?' })
    await dialog.getByText('differs').first().waitFor()
    await lookInEveryForm(screen, 'bank-conflict')
    laptop.fake.handle('bank', 'resolve', async () => undefined)
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await expect.poll(() => dialog.count()).toBe(0)
    expect(laptop.fake.callsOf('bank', 'resolve').at(-1)).toEqual({
      ...{ of: 'question', id: 8, keep: 'mine', shown: 'theirs' },
    })
  })

  it('shows both sides of a category that was renamed there, too, and takes the one that is chosen', async () => {
    const categories = bankCategories.map((each) =>
      each.id === 2
        ? {
            ...{ ...each, name: 'Burns and scalds', state: 'conflict' as const },
            atService: { name: 'Burns at work', parent: 4, twin: null, version: 'theirs' },
          }
        : each,
    )
    const clashing = bankEdit(3, { kind: 'change-category', subject: 2, name: 'Burns and scalds', state: 'conflict' })
    const screen = await bankScreen({ edits: [clashing], waiting, categories })
    const { page } = screen
    await page.getByRole('tab', { name: 'Waiting' }).click()
    await page.getByRole('button', { name: 'Choose one of the two…: Burns and scalds' }).click()
    const dialog = page.getByRole('dialog', { name: 'Which of the two?' })
    await dialog.getByRole('row', { name: 'Parent category differs First aid Mathematics' }).waitFor()
    await lookInEveryForm(screen, 'bank-category-conflict')
    laptop.fake.handle('bank', 'resolve', async () => undefined)
    await dialog.getByRole('button', { name: 'Take ClassMarker’s' }).click()
    await expect.poll(() => dialog.count()).toBe(0)
    expect(laptop.fake.callsOf('bank', 'resolve').at(-1)).toEqual({
      ...{ of: 'category', id: 2, keep: 'theirs', shown: 'theirs' },
    })
  })

  it('offers another name to a new category whose name is there already', async () => {
    const categories = bankCategories.map((each) =>
      each.id === 6
        ? { ...each, state: 'conflict' as const, atService: { name: 'Powers', parent: 4, twin: 7, version: 'theirs' } }
        : each,
    )
    const twin = bankCategory(7, { name: 'Powers', parent: 4, questions: 31 })
    const screen = await bankScreen({ edits, waiting, categories: [...categories, twin] })
    const { page } = screen
    await page.getByRole('button', { name: 'Categories', exact: true }).click()
    await page.getByRole('button', { name: 'What can be done with Powers' }).first().click()
    await page.getByRole('menuitem', { name: 'Choose one of the two…' }).click()
    await page.getByRole('row', { name: 'Questions 4 31' }).waitFor()
    await lookInEveryForm(screen, 'bank-category-twin')
    await page.getByRole('button', { name: 'Rename mine…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Powers of ten')
    laptop.fake.handle('bank', 'renameCategory', async () => undefined)
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    await expect.poll(() => laptop.fake.callsOf('bank', 'renameCategory')).toEqual([{ id: 6, name: 'Powers of ten' }])
  })

  it('writes a question, tells its flaws beside the fields, and asks before it is lost', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await page.getByRole('button', { name: 'New question' }).click()
    const wording = page.getByRole('textbox', { name: 'Question' })
    await wording.fill('How many sides has a hexagon? 3[sup]2[/sup] − 3')
    await lookInEveryForm(screen, 'bank-editor-new')
    for (const [letter, text] of [
      ['A', 'Five'],
      ['B', 'Six'],
      ['C', 'Eight'],
    ] as const)
      await page.getByRole('textbox', { name: `Option ${letter}` }).fill(text)
    await page.getByRole('radio', { name: 'Option B is right' }).press('Space')
    await page.getByRole('button', { name: 'Keep here for now' }).waitFor()
    laptop.fake.handle('bank', 'save', async () => ({ id: 61, flaws: [] }))
    await page.getByRole('button', { name: 'Move option B up' }).click()
    await expect.poll(() => page.getByRole('radio', { name: 'Option A is right' }).isChecked()).toBe(true)
    await page.getByRole('textbox', { name: 'Points' }).fill('2.55')
    await page.getByText('Points have one decimal at most.').waitFor()
    await page.getByRole('textbox', { name: 'Points' }).fill('2.5')
    await page.getByRole('navigation').getByRole('button', { name: 'Home' }).click()
    const asks = page.getByRole('alertdialog', { name: 'Keep what you wrote?' })
    await asks.waitFor()
    await lookInEveryForm(screen, 'bank-leave')
    await asks.getByRole('button', { name: 'Go on writing' }).click()
    expect(await wording.inputValue()).toContain('hexagon')
    await page.getByRole('button', { name: 'Remove option D' }).click()
    await page.getByRole('button', { name: 'Category' }).click()
    await page.getByRole('option', { name: 'Fractions' }).click()
    await page.getByRole('button', { name: 'Save and send' }).waitFor()
    await lookInEveryForm(screen, 'bank-editor')
    laptop.fake.handle('bank', 'verify', async () => ({ verified: true, refusal: null }))
    await page.getByRole('button', { name: 'Check at ClassMarker' }).click()
    await page.getByText('ClassMarker would take it.').waitFor()
    screen.held.waiting = bankWaiting({ questions: 8, requests: 8, minutes: 16 })
    await page.getByRole('button', { name: 'Save and send' }).click()
    await page.getByText('Waiting to be sent · 8 questions, about 16 minutes').first().waitFor()
    const { draft } = laptop.fake.callsOf('bank', 'save').at(-1) ?? {}
    expect(draft).toMatchObject({ correct: ['A'], points: 25, category: 5, type: 'multiplechoice' })
    expect(draft?.options.map(({ letter, content }) => `${letter} ${content}`)).toEqual(['A Six', 'B Five', 'C Eight'])
  })

  it('says why a question of a read-only type is not edited', async () => {
    const row = bankRow(1, { type: 'freetext', text: 'Name the bone' })
    const content = questionContent({
      type: 'freetext',
      question: 'Name the bone',
      options: [],
      correct: ['femur', 'thigh bone'],
    })
    const screen = await bankScreen({ rows: [row], questions: new Map([[1, bankQuestion(row, { content })]]) })
    const { page } = screen
    await grid(page).locator('[data-row="0"]').click()
    await panel(page).getByText('Free text questions are read-only in ClassMarker’s API').waitFor()
    expect(await panel(page).getByRole('button', { name: 'Edit' }).count()).toBe(0)
    await lookInEveryForm(screen, 'bank-read-only')
  })

  it('changes several at once, and says which it could not', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await grid(page).locator('[data-row="0"]').waitFor()
    await grid(page).locator('[data-row="0"] [data-column="1"]').focus()
    await page.keyboard.press('Control+a')
    await page.getByRole('button', { name: 'Change…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change 60 questions' })
    await lookInEveryForm(screen, 'bank-many')
    await dialog.getByRole('radio', { name: 'Points' }).click()
    await dialog.getByRole('textbox', { name: 'Points' }).fill('3')
    laptop.fake.handle('bank', 'changeMany', async () => ({
      changed: 58,
      flawed: [51, 52].map((id) => ({ id, flaws: [{ field: 'type', flaw: 'type-read-only' }] })),
    }))
    await dialog.getByRole('button', { name: 'Change 60 questions' }).click()
    await page.getByText('2 questions: ClassMarker’s API does not write questions of this type.').waitFor()
    expect(laptop.fake.callsOf('bank', 'changeMany').at(-1)?.change).toEqual({ points: 30 })
    expect(laptop.fake.callsOf('bank', 'changeMany').at(-1)?.ids).toHaveLength(60)
  })

  it('shows the categories as a tree, where each can be renamed and others added', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await page.getByRole('button', { name: 'Categories', exact: true }).click()
    const tree = page.getByRole('treegrid', { name: 'Categories' })
    await tree.getByText('Fractions').waitFor()
    await lookInEveryForm(screen, 'bank-categories')
    await tree.getByText('Fractions').click()
    await page.getByText('20 questions', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'What can be done with Fractions' }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    laptop.fake.handle('bank', 'renameCategory', async () => undefined)
    const dialog = page.getByRole('dialog', { name: 'Rename category' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Fractions and ratio')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await page.getByText('The new name waits to be sent, about 2 minutes.').first().waitFor()
    expect(laptop.fake.callsOf('bank', 'renameCategory').at(-1)).toEqual({ id: 5, name: 'Fractions and ratio' })
  })

  it('previews an import as a diff, and adds what is agreed to', async () => {
    const { fake } = laptop
    const long = questionContent({ question: 'Which of these are <i>prime</i> numbers?', type: 'multipleresponse' })
    fake.handle('bank', 'chooseFile', async () =>
      questionsPreview({
        newCategories: [['Mathematics', 'Primes']],
        rows: [
          previewRow(0, { read: readQuestion({ content: long, line: 3, categoryPath: ['Mathematics', 'Primes'] }) }),
          previewRow(1, {
            read: readQuestion({
              ...{ line: 15, categoryPath: [] },
              losses: [
                { code: 'weight', subject: 'C 33.33333 %' },
                { code: 'picture', subject: 'burn.png' },
              ],
            }),
          }),
          previewRow(2, { fate: 'changes', like: 1, likeText: texts[0] }),
          previewRow(3, { fate: 'similar', like: 2, likeText: texts[1] }),
          previewRow(4, { fate: 'duplicate', like: 3, likeText: texts[2] }),
        ],
        problems: [{ file: null, line: 41, loss: { code: 'type-unknown', subject: 'cloze' } }],
      }),
    )
    const screen = await bankScreen()
    const { page } = screen
    await page.getByRole('button', { name: 'Import…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import questions' })
    await dialog.getByRole('button', { name: 'Choose files…' }).waitFor()
    await lookInEveryForm(screen, 'bank-import')
    await dialog.getByRole('button', { name: 'Choose files…' }).click()
    await dialog.getByText('Which of these are prime numbers?').waitFor()
    await lookInEveryForm(screen, 'bank-import-new')
    await dialog.getByRole('tab', { name: 'Changes' }).click()
    await dialog.getByRole('button', { name: 'Show what differs' }).click()
    await dialog.getByRole('columnheader', { name: 'In the file' }).waitFor()
    await lookInEveryForm(screen, 'bank-import-changes')
    await dialog.getByRole('tab', { name: 'Not read' }).click()
    await dialog.getByText('A type that is not known here: cloze').waitFor()
    await dialog.getByRole('button', { name: 'Add 3, change 1' }).waitFor()
    await dialog.getByRole('radio', { name: 'Leave out' }).click()
    fake.handle('bank', 'addRead', async () => ({ added: 2, changed: 0, waiting: 2 }))
    await dialog.getByRole('button', { name: 'Add 2 questions' }).click()
    await expect.poll(() => dialog.count()).toBe(0)
    expect(fake.callsOf('bank', 'addRead').at(-1)).toMatchObject({
      add: [0, 1],
      change: [],
      category: null,
      send: true,
    })
  })

  it('asks which column of a table is which, and proposes what its headings say', async () => {
    const { fake } = laptop
    const table = {
      ...{ id: 'own', fileName: 'own.csv', columns: ['A', 'B', 'C', 'D'], hasHeader: false, isWider: false, rows: 3 },
      ...{ sheets: [], sheet: null, isSheetGuess: false, encoding: null },
      sample: [
        ['The question asked', 'First answer', 'Second answer', 'Right one'],
        ['What is light?', 'A wave', 'A stone', 'A'],
        ['What is 1/2?', '00:30', '0.5', 'B'],
      ],
    }
    fake.handle('bank', 'chooseFile', async () => ({ table }))
    const screen = await bankScreen()
    const { page } = screen
    await page.getByRole('button', { name: 'Import…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import questions' })
    await dialog.getByRole('button', { name: 'Choose files…' }).click()
    await dialog.getByText('Say which column holds what').waitFor()
    await lookInEveryForm(screen, 'bank-import-columns')
    fake.handle('bank', 'readTable', async () => questionsPreview({ rows: [previewRow(0), previewRow(1)] }))
    await dialog.getByRole('button', { name: 'Use 2 rows' }).click()
    await dialog.getByRole('button', { name: 'Add 2 questions' }).waitFor()
    expect(fake.callsOf('bank', 'readTable').at(-1)).toMatchObject({
      ...{ id: 'own', withFirstRow: false },
      columns: { question: 0, options: [1, 2], correct: 3, type: null },
    })
  })

  it('exports in a format that says what it leaves out', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await grid(page).locator('[data-row="2"]').click({ button: 'right' })
    await lookInEveryForm(screen, 'bank-menu')
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export 1 question' })
    await dialog.getByText('GIFT').click()
    await lookInEveryForm(screen, 'bank-export')
    laptop.fake.handle('bank', 'export', async () => null)
    await dialog.getByRole('button', { name: 'Save 1 question…' }).click()
    await expect.poll(() => laptop.fake.callsOf('bank', 'export').at(-1)).toMatchObject({ ids: [3], format: 'gift' })
  })

  it('is found with Find, by key, and so are its questions', async () => {
    const screen = await bankScreen()
    const { page } = screen
    await page.keyboard.press('Control+1')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('frayed')
    await page
      .getByRole('option', { name: /You find a frayed cable/ })
      .first()
      .click()
    await panel(page).getByText('You find a frayed cable').first().waitFor()
    await page.keyboard.press('Control+1')
    await page.keyboard.press('Control+b')
    await page.getByRole('heading', { name: 'Questions', level: 1 }).waitFor()
  })
})
