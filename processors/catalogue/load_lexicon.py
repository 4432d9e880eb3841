"""Reads the word lists of one language: a folder with `language.yml` and files of topics."""

from dataclasses import fields
from pathlib import Path

from processors.catalogue.lexicon import Groups, Guards, LanguageEntry, Lexicon, Phrases, Topic, TopicEntry, TopicFile
from processors.catalogue.problems import collecting
from processors.catalogue.terms import Term, TermError, alternatives, parse
from processors.yaml_file import FileError, Loc, Problem, YamlFile, read_yaml

LANGUAGE = "language.yml"


def load_lexicon(folder: Path) -> Lexicon:
    """The word lists in `folder`, which is named by its ISO 639-1 code. Raises FileError with every problem."""
    file = read_yaml(folder / LANGUAGE)
    entry = file.into(LanguageEntry)
    shared = {name: _phrases(file, phrases, ("words", name)) for name, phrases in entry.words.items()}
    topics: dict[str, Topic] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name != LANGUAGE:
            with collecting(problems):
                _add_topics(read_yaml(path), shared, topics, problems)
    if problems:
        raise FileError(problems)
    return Lexicon(
        language=folder.name,
        name=entry.name,
        topics=topics,
        guards=_guards(file, entry),
        swaps=entry.swaps,
    )


def _add_topics(file: YamlFile, shared: Groups, topics: dict[str, Topic], problems: list[Problem]) -> None:
    for name, entry in file.into(TopicFile).root.items():
        if name in topics:
            problems.append(file.problem((name,), "another file of this folder has a topic of this name"))
        with collecting(problems):
            topics[name] = _topic(file, name, entry, shared)


def _topic(file: YamlFile, name: str, entry: TopicEntry, shared: Groups) -> Topic:
    own = {group: _phrases(file, phrases, (name, "words", group)) for group, phrases in entry.words.items()}
    for group in own.keys() & shared.keys():
        raise FileError([file.problem((name, "words", group), "language.yml has a word group of this name")])
    groups = shared | own
    return Topic(
        name=name,
        terms=_terms(file, entry.terms, (name, "terms"), groups),
        against=_terms(file, entry.against, (name, "against"), groups),
        unless=_terms(file, entry.unless, (name, "unless"), groups),
        examples=entry.examples,
    )


def _terms(file: YamlFile, written: Phrases, loc: Loc, groups: Groups) -> tuple[Term, ...]:
    terms: dict[Term, None] = {}
    problems: list[Problem] = []
    for number, text in enumerate(written):
        try:
            terms.update(dict.fromkeys(parse(text, groups)))
        except TermError as error:
            problems.append(file.problem((*loc, number), str(error)))
    if problems:
        raise FileError(problems)
    return tuple(terms)


def _phrases(file: YamlFile, written: Phrases, loc: Loc) -> Phrases:
    phrases: dict[str, None] = {}
    for number, text in enumerate(written):
        try:
            phrases.update(dict.fromkeys(filter(None, alternatives(text))))
        except TermError as error:
            raise FileError([file.problem((*loc, number), str(error))]) from None
    return tuple(phrases)


def _guards(file: YamlFile, entry: LanguageEntry) -> Guards:
    return Guards(**{one.name: _phrases(file, getattr(entry, one.name), (one.name,)) for one in fields(Guards)})
