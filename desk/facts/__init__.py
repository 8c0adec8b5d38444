"""Facts to answer from: exams, dates, prices, short answers. Pure: no database, no terminal."""
