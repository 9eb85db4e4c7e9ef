/**
 * Words that take the place of others while only accounts of learning platforms are looked at: their results come from
 * courses, and nothing of them is at ClassMarker. Whoever writes a sentence with ClassMarker's own words elsewhere is
 * told by a test to say it here as well.
 */
export const inCourses = {
  activity: {
    changes: {
      emptyText: 'Where a result has changed when it is read again, the old and the new value are listed here.',
    },
    unreadable: {
      lead: 'These results came in a form this version does not know. What the platform sent is kept, and a later version reads it again by itself.',
      raw: 'What the platform sent',
      copied: 'Copied what the platform sent.',
    },
    requests: {
      emptyText: 'Every request to the platform is listed here. Passwords and tokens are never written down.',
    },
  },
  backups: {
    lead: 'Gradekeep copies everything once a day and keeps the last seven copies on this laptop. Sign-ins are never in a copy or backup; after a restore Gradekeep may ask for them.',
    preview: {
      secrets: 'Sign-ins are not in it: Gradekeep asks again for those that are not in this computer’s keychain.',
    },
    saving: {
      lead: 'All accounts and results in one file, to keep elsewhere or to carry to another laptop. Sign-ins are not in it.',
    },
  },
  field: { source: 'Course' },
  filter: { groups: 'Courses' },
  views: { gone: { source: 'a course' } },
  classes: {
    lead: 'A class is a list of students, with or without results. Classes are kept on this computer only: the platform’s API has nothing for them.',
    member: {
      extraTimeHint: 'Percent of the usual time, for example 25. It stands beside results; the platform is not told.',
    },
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
    hidden: { title: 'Tests and courses that are shown' },
    notTaken: { note: 'By classes of which somebody took it.' },
  },
  gradebook: {
    choice: { sources: 'Courses', severalSources: '{{count, number}} courses' },
    panel: { group: 'Course' },
    testRules: { passMarkHint: 'Empty: the platform’s own.', ownMark: 'the platform’s own' },
  },
  gradebookExport: {
    columns: { fields: { group: 'Course' } },
    identityHints: {
      pseudonyms:
        'No names, e-mail addresses or student numbers. Each student keeps the same pseudonym in every file from this computer.',
    },
  },
  gradebookPrint: { student: { group: 'Course' } },
  localChanges: {
    lead: 'What you changed here: notes, labels, classes, gradebooks, decisions. None of it goes to the platform.',
    sent: 'Not taken back: {{what}}. The platform has it already, or it is on its way there. Change it again instead.',
  },
  people: {
    inbox: {
      lead: 'The platform knows these as different students. Nothing is put together unless you say so, and it can be taken apart again.',
      what: 'The results stay as the platform sent them. From now on they count as one student’s, under the name on the left.',
    },
    shared: { group: 'The same course' },
    erase: {
      elsewhere:
        'The name and address also go from handed-in gradebooks, views, the log and notes about others; a first name by itself stays there.',
      return: 'No later submission of this student is kept: it is known by the learner’s ID at the platform.',
      outside: 'Backups you saved elsewhere, files you exported and the platform itself keep what they hold.',
    },
  },
  questions: {
    chips: { source: 'Course', everySource: 'All courses' },
    why: 'Of the others the platform did not say which questions were right.',
    empty: { how: 'The platform did not say which questions were right.' },
    picture: {
      loading: 'Asking the platform',
      elsewhere: 'Pictures of a platform are not fetched: they may lie anywhere.',
    },
    answers: { none: 'Its answers are not here: the platform did not say which questions were right.' },
  },
  results: {
    neverSynced: {
      text: 'Nothing was fetched from this platform yet. Fetching reads its assessments; submissions are collected by their IDs.',
      button: 'Fetch now',
    },
    nothingYet: {
      text: 'A platform lists no submissions. Collect them by their IDs under Assessments, or answer an assessment there.',
    },
  },
  detail: {
    viewResult: 'View answers at the platform',
    showSent: 'Everything the platform sent',
    linkRefused: 'This address was not opened: it does not lead to the platform.',
  },
  find: {
    field: 'Find a student, assessment, screen or action',
    placeholder: 'A name, an assessment, or what to do',
    nothingWhere:
      'Looked at names and IDs of students, and at assessments, saved gradebooks, screens and actions{{where}}.',
  },
  help: {
    terms: {
      passed: { 1: 'At the pass mark or above, as the platform says.' },
      toGrade: { 1: 'An answer still has to be graded at the platform; the score may go up.' },
      excused: { 1: 'You said that this test does not count for this student. Nothing is sent to the platform.' },
      waiting: { 1: 'Something that is not yet at the platform. It is sent when the platform can be reached.' },
    },
    data: {
      secret: 'The sign-in is in the system’s keychain, never in a file, copy or export. The password is kept nowhere.',
      noKeychain: 'This computer has no keychain, so you are asked to sign in after each start.',
      sent: 'Only the platform is asked, with your sign-in. There is no telemetry.',
    },
  },
  change: { fields: { source_id: 'Course' } },
  sync: {
    limitedHint: 'The platform allows no more for now',
    losing: 'Results finished since {{since}} may be lost. Sync now to save what is still there.',
    budget: '{{used, number}} of {{limit, number}} requests',
    ended: {
      nothing: 'Fetched from the platform. No new results',
      nothingNew_one: 'Fetched from the platform. No new results, {{count, number}} unchanged',
      nothingNew_other: 'Fetched from the platform. No new results, {{count, number}} unchanged',
    },
    requestsUsed: 'Requests this minute',
  },
  students: {
    merge: {
      after:
        'Results and classes of all are the student’s then. Nothing changes at the platform, and the entries can be split again at any time.',
    },
  },
  settings: {
    autoSyncHint:
      'At start, every hour, after waking, when the network returns. A quiet hour reads the lists of the assessments again.',
    revokeLead:
      'Its sign-in is deleted from this computer’s keychain, and nothing is fetched or sent any more. All results stay.',
    removeLead: 'Its sign-in leaves this laptop. Nothing changes at the platform.',
    keepHint: 'Nothing new is fetched. Connecting the same account again continues where it left off.',
    dropHint: 'A platform hands submissions out by their IDs only: without them they cannot be collected again.',
  },
}

/** The same while accounts of both services are looked at together. */
export const inBoth = {
  activity: {
    unreadable: {
      lead: 'These results came in a form this version does not know. What ClassMarker or the platform sent is kept, and a later version reads it again by itself.',
      raw: 'What was sent by ClassMarker or the platform',
      copied: 'Copied what ClassMarker or the platform sent.',
    },
    requests: {
      emptyText:
        'Every request to ClassMarker or a platform is listed here. Keys, signatures, passwords and tokens are never written down.',
    },
  },
  backups: {
    lead: 'Gradekeep copies everything once a day and keeps the last seven copies on this laptop. API secrets and sign-ins to a platform are never in a copy or backup; after a restore Gradekeep may ask for them.',
    preview: {
      secrets:
        'API secrets and sign-ins to a platform are not in it: Gradekeep asks again for those that are not in this computer’s keychain.',
    },
    saving: {
      lead: 'All accounts and results in one file, to keep elsewhere or to carry to another laptop. API secrets and sign-ins to a platform are not in it.',
    },
  },
  field: { source: 'Group, link or course' },
  find: {
    field: 'Find a student, test, assessment, certificate serial, access code, screen or action',
    placeholder: 'A name, a test or assessment, a serial, a code, or what to do',
    nothingWhere:
      'Looked at names, e-mail addresses, IDs and codes of students, and at tests, assessments, certificate serials, access codes, saved gradebooks, screens and actions{{where}}.',
  },
  filter: { groups: 'Groups and courses' },
  views: { gone: { source: 'a group, link or course' } },
  classes: {
    lead: 'A class is a list of students, with or without results. Classes are kept on this computer only: neither ClassMarker’s API nor a platform’s has anything for them.',
    member: {
      extraTimeHint:
        'Percent of the usual time, for example 25. It stands beside results; neither ClassMarker nor a platform is told.',
    },
    none: 'There is no class yet. Make one, then put students into it from a file, from a group, link or course, or from an access list.',
    sources: { source: 'From a group, link or course…' },
    addTitle: { source: 'Add the students of a group, link or course to {{name}}' },
    sourceLead:
      'Everybody with a result in it that is here. Who has none yet is not known: no API says who is in a group or a course.',
    sourceLabel: 'Group, link or course',
    sourceChoose: 'Choose a group, link or course',
    noSources: 'There are no results yet, so no group, link or course is known here.',
  },
  gradebook: {
    choice: { sources: 'Groups, links and courses', severalSources: '{{count, number}} groups, links and courses' },
    panel: { group: 'Group, link or course' },
    testRules: {
      passMarkHint: 'Empty: that of ClassMarker or the platform.',
      ownMark: 'that of ClassMarker or the platform',
    },
  },
  localChanges: {
    lead: 'What you changed here: notes, labels, classes, gradebooks, decisions, imports, questions. Only questions and categories go to ClassMarker, and what it has is not taken back. None of it goes to a platform.',
  },
  people: {
    inbox: {
      lead: 'ClassMarker or the platform knows these as different students. Nothing is put together unless you say so, and it can be taken apart again.',
      what: 'The results stay as ClassMarker or the platform sent them. From now on they count as one student’s, under the name on the left.',
    },
    shared: { group: 'The same group, link or course' },
    erase: {
      return:
        'Every later sync leaves this student out: by the number at ClassMarker or the ID at the platform, or by e-mail address and name together.',
      outside:
        'Backups you saved elsewhere, files you exported, and ClassMarker and the platform themselves keep what they hold.',
    },
  },
  help: {
    terms: {
      passed: { 1: 'At the pass mark or above, as ClassMarker or the platform says.' },
      excused: {
        1: 'You said that this test does not count for this student. Nothing is sent to ClassMarker or a platform.',
      },
      waiting: {
        1: 'A change made here that is not yet at ClassMarker or the platform. It is sent with the next connection.',
      },
    },
    data: {
      secret:
        'API secrets and sign-ins to a platform are in the system’s keychain, never in a file, copy or export. A platform’s password is kept nowhere.',
      noKeychain:
        'This computer has no keychain, so API secrets and sign-ins to a platform are asked for after each start.',
      sent: 'Only ClassMarker and the platform are asked, with your key and your sign-in. There is no telemetry.',
    },
  },
  settings: {
    autoSyncHint:
      'At start, every hour, after waking, when the network returns. A quiet hour takes two of ClassMarker’s 30 requests, and reads a platform’s lists again.',
  },
  students: {
    merge: {
      after:
        'Results, certificates, codes and classes of all are the student’s then. Nothing changes at ClassMarker or the platform, and the entries can be split again at any time.',
    },
  },
  tests: {
    page: {
      sources_one: '{{count, number}} group, link or course',
      sources_other: '{{count, number}} groups, links and courses',
    },
    charts: {
      comparedSame: 'The groups, links and courses lie level',
      comparedNote:
        'Middle half and median by group, link, course or class; quartiles as QUARTILE.INC, n = {{n, number}}.',
      group: 'Group, link, course or class',
    },
    hidden: { title: 'Tests, groups, links and courses that are shown' },
  },
  gradebookExport: { columns: { fields: { group: 'Group, link or course' } } },
  gradebookPrint: { student: { group: 'Group, link or course' } },
  questions: {
    chips: {
      source: 'Group, link or course',
      everySource: 'All groups, links and courses',
    },
  },
  change: { fields: { source_id: 'Group, link or course' } },
}
