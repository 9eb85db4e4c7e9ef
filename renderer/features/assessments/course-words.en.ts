/**
 * Words that take the place of others while only accounts of learning platforms are looked at: their results come from
 * courses, and nothing of them is at ClassMarker.
 */
export const inCourses = {
  field: { source: 'Course' },
  filter: { groups: 'Courses' },
  views: { gone: { source: 'a course' } },
  classes: {
    none: 'There is no class yet. Make one, then put students into it from a file or from a course.',
    sources: { source: 'From a course…' },
    addTitle: { source: 'Add the students of a course to {{name}}' },
    sourceLead:
      'Everybody with a result in it that is here. Who has none yet is not known: the platform’s API does not say who is in a course.',
    sourceLabel: 'Course',
    sourceChoose: 'Choose a course',
    noSources: 'There are no results yet, so no course is known here.',
  },
  tests: {
    columns: { sources: 'Courses' },
    page: {
      sources_one: '{{count, number}} course',
      sources_other: '{{count, number}} courses',
    },
    charts: {
      comparedSame: 'The courses lie level',
      comparedNote: 'Middle half and median by course or class; quartiles as QUARTILE.INC, n = {{n, number}}.',
      group: 'Course or class',
    },
    hidden: { title: 'Tests and courses that are shown', groups: 'Courses' },
  },
  gradebook: {
    choice: { sources: 'Courses', severalSources: '{{count, number}} courses' },
    panel: { group: 'Course' },
  },
  gradebookExport: { columns: { fields: { group: 'Course' } } },
  gradebookPrint: { student: { group: 'Course' } },
  people: { shared: { group: 'The same course' } },
  questions: {
    chips: { source: 'Course', everySource: 'All courses', group: 'Course' },
  },
  results: {
    neverSynced: {
      text: 'Gradekeep has not looked at this platform yet. A look reads its assessments; submissions are collected by their IDs.',
      button: 'Look now',
    },
    nothingYet: {
      text: 'A platform lists no submissions. Collect them by their IDs under Assessments, or answer an assessment there.',
    },
  },
  detail: { viewResult: 'View answers at the platform', showSent: 'Everything the platform sent' },
  change: { fields: { source_id: 'Course' } },
  sync: {
    phase: {
      discovering: 'Looking at the assessments',
      groups: 'Reading the assessments',
      links: 'Collecting submissions',
    },
    limitedHint: 'The platform allows no more for now',
    endedOffline: 'There was no connection to the platform. What is here is kept.',
    secretMissing: 'Sign in again',
    secretHint: 'Needed to look at the platform',
    budget: '{{used}} of {{limit}} requests',
    ended: {
      nothing: 'Looked at the platform. No new results',
      nothingNew_one: 'Looked at the platform. No new results, {{count, number}} unchanged',
      nothingNew_other: 'Looked at the platform. No new results, {{count, number}} unchanged',
    },
    requestsUsed: 'Requests this minute',
  },
  home: { secret: '{{name}} needs you to sign in again' },
  settings: {
    removeLead: 'Its sign-in leaves this laptop. Nothing changes at the platform.',
    keepHint: 'Nothing new is fetched. Connecting the same account again continues where it left off.',
    dropHint: 'A platform hands submissions out by their IDs only: without them they cannot be collected again.',
  },
}

/** The same while accounts of both services are looked at together. */
export const inBoth = {
  field: { source: 'Group, link or course' },
  filter: { groups: 'Groups and courses' },
  views: { gone: { source: 'a group, link or course' } },
  classes: {
    sources: { source: 'From a group, link or course…' },
    addTitle: { source: 'Add the students of a group, link or course to {{name}}' },
    sourceLabel: 'Group, link or course',
    sourceChoose: 'Choose a group, link or course',
    noSources: 'There are no results yet, so no group, link or course is known here.',
  },
  gradebook: {
    choice: { sources: 'Groups, links and courses', severalSources: '{{count, number}} groups, links and courses' },
    panel: { group: 'Group, link or course' },
  },
  people: { shared: { group: 'The same group, link or course' } },
  questions: { chips: { source: 'Group, link or course', everySource: 'All groups, links and courses' } },
  change: { fields: { source_id: 'Group, link or course' } },
}
