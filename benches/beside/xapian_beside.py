"""Xapian for the comparison: `build FOLDER` takes a passage a line, `ask FOLDER` answers a query a line with the
number of hits among the first ten. Terms are stemmed English and n-grams of Chinese."""

import sys

import xapian


def build(folder):
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    terms = xapian.TermGenerator()
    terms.set_stemmer(xapian.Stem("english"))
    terms.set_flags(xapian.TermGenerator.FLAG_CJK_NGRAM)
    for number, line in enumerate(sys.stdin):
        document = xapian.Document()
        document.set_data(line)
        terms.set_document(document)
        terms.index_text(line)
        database.add_document(document)
        if number % 50_000 == 49_999:
            database.commit()
    database.commit()
    database.close()


def ask(folder):
    database = xapian.Database(folder)
    parser = xapian.QueryParser()
    parser.set_stemmer(xapian.Stem("english"))
    parser.set_database(database)
    parser.set_default_op(xapian.Query.OP_AND)
    flags = (
        xapian.QueryParser.FLAG_BOOLEAN
        | xapian.QueryParser.FLAG_PHRASE
        | xapian.QueryParser.FLAG_CJK_NGRAM
    )
    enquire = xapian.Enquire(database)
    for line in sys.stdin:
        enquire.set_query(parser.parse_query(line.strip(), flags))
        print(enquire.get_mset(0, 10).size(), flush=True)


{"build": build, "ask": ask}[sys.argv[1]](sys.argv[2])
