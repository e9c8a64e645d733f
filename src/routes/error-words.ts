/** What an error page says: what happened, what was kept, what to do. */
export interface ErrorWords {
  title: string;
  lead: string;
  next: string;
}

/** The words for an HTTP status. "Not found" and "not for you" are one and the same on purpose. */
export function wordsFor(status: number): ErrorWords {
  return said[status] ?? (status >= 500 ? ours : yours);
}

const ours: ErrorWords = {
  title: 'Something broke on our side',
  lead: 'It was not you. The people who look after this place can see that it happened.',
  next: 'If you were writing, go back: your words may still be in the form. Then try again in a minute.',
};

const yours: ErrorWords = {
  title: 'We could not do that',
  lead: 'The page was asked for in a way that we do not understand.',
  next: 'Go back and try once more. If you followed a link, it may have been cut short.',
};

const absent: ErrorWords = {
  title: 'There is nothing to see here',
  lead: 'The page may have moved, been taken down, or never been for everybody.',
  next: 'Check the address if you typed it. If you have an account, signing in may help.',
};

const said: Readonly<Record<number, ErrorWords>> = {
  401: {
    title: 'Please sign in first',
    lead: 'This page is for people who have signed in.',
    next: 'You can read the club without an account, and make one whenever you like.',
  },
  403: absent,
  404: absent,
  410: {
    title: 'This is gone',
    lead: 'Whoever wrote it has taken it down.',
    next: 'Other servers that had a copy were asked to delete it as well.',
  },
  413: {
    title: 'That was too big to carry',
    lead: 'What you sent is larger than we can take in one go.',
    next: 'Go back, make it shorter or choose a smaller picture, and send it again.',
  },
  429: {
    title: 'A little slower, please',
    lead: 'A lot has come from your side in a short time, so we are taking a breath.',
    next: 'Wait a minute, then go back and try again. Nothing you had sent before is lost.',
  },
  503: {
    title: 'We will be back in a moment',
    lead: 'This place is starting, or being looked after.',
    next: 'Wait a minute and load the page again. Nothing that was sent is lost.',
  },
};
