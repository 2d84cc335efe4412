// What a browser keeps. It may refuse, above all to files opened from disk: then nothing is kept,
// and no more.

/** @param {string} name */
export const stored = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

/** @param {string} name @param {string} text @returns {boolean} whether it is kept */
export const store = (name, text) => {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
};
