//! What people type, and what they find.

mod common;

use common::{community, filled, found, lesson, search};
use expect_test::{Expect, expect};
use hearth_index::{FilterField, Index, Query, SearchOptions, Sort};

fn check(typed: &str, expected: Expect) {
    let (_dir, index) = filled();
    let hits = search(&index, typed);
    let corrections: Vec<String> = hits
        .corrections
        .iter()
        .map(|c| format!("{} → {}", c.typed, c.meant))
        .collect();
    let mut lines = vec![found(&hits), hits.understood];
    lines.extend(corrections);
    if hits.loosened {
        lines.push("loosened".into());
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn all_words_come_first_then_fewer() {
    check(
        "foot valve ",
        expect![[r#"
        2 1 | 5
        Lessons with as many as possible of the words foot and valve"#]],
    );
    check(
        "leaking engine ",
        expect![[r#"
        6 1
        Lessons with as many as possible of the words leaking and engine"#]],
    );
}

#[test]
fn a_title_says_more_than_a_body() {
    check(
        "valve ",
        expect![[r#"
        2 5 1
        Lessons with the word valve"#]],
    );
}

#[test]
fn words_that_stand_together_come_before_words_apart() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("opens");
    for (n, body) in [
        (
            1,
            "the water is hot by noon and it was early when we saw that rusty heater in the shed",
        ),
        (
            2,
            "it was early by noon in the shed and the water heater is hot when we saw that rusty",
        ),
        (
            3,
            "it was early by noon in the shed and the heater water is hot when we saw that rusty",
        ),
    ] {
        index.tail_put(1, lesson(n, "", body)).expect("puts");
    }
    assert_eq!(found(&search(&index, "water heater ")), "2 3 1");
    assert_eq!(found(&search(&index, "watre heater ")), "2 3 1");
}

#[test]
fn words_are_found_in_any_of_their_forms() {
    check(
        "pumping ",
        expect![[r#"
        1 6 3
        Lessons with the word pumping"#]],
    );
    check(
        "NGUGI ",
        expect![[r#"
        6 2
        Lessons with the word NGUGI"#]],
    );
}

#[test]
fn one_word_that_helps_is_enough() {
    check(
        "zebra controller ",
        expect![[r#"
        4
        Lessons with as many as possible of the words zebra and controller"#]],
    );
    check(
        "what is the well ",
        expect![[r#"
        3
        Lessons with as many as possible of the words what, is, the and well"#]],
    );
    check(
        "the ",
        expect![[r#"
        2 4 3 6 5 1
        Lessons with the word the"#]],
    );
}

#[test]
fn the_last_word_may_be_unfinished() {
    check(
        "contr",
        expect![[r#"
        4
        Lessons with the word contr…"#]],
    );
    check(
        "va",
        expect![[r#"
        2 5 1
        Lessons with the word va…"#]],
    );
    check(
        "p",
        expect![[r#"
        1 6 4 3
        Lessons with the word p…"#]],
    );
    check(
        "contr ",
        expect![[r#"
        4
        Lessons with the word controller
        contr → controller"#]],
    );
}

#[test]
fn quoted_words_must_stand_together() {
    check(
        r#""cold start""#,
        expect![[r#"
        6
        Lessons exactly “cold start”"#]],
    );
    check(
        r#""start cold""#,
        expect![[r#"
        6
        Lessons with as many as possible of the words start and cold
        loosened"#]],
    );
    check(
        r#""foot valves" clean "#,
        expect![[r#"
        2 | 1
        Lessons with the word clean, exactly “foot valves”"#]],
    );
}

#[test]
fn quotes_are_loosened_rather_than_leave_the_page_empty() {
    check(
        r#""valve foot""#,
        expect![[r#"
        2 1 | 5
        Lessons with as many as possible of the words valve and foot
        loosened"#]],
    );
}

#[test]
fn names_are_found_however_they_are_written() {
    check(
        "E1234 ",
        expect![[r#"
        4
        Lessons with the word E1234"#]],
    );
    check(
        "e1234",
        expect![[r#"
        4
        Lessons with the word e1234…"#]],
    );
    check(
        "ack-bar ",
        expect![[r#"
        4
        Lessons with the word ack-bar"#]],
    );
}

#[test]
fn values_filter() {
    check(
        "kind:problem",
        expect![[r#"
        4 1
        Lessons of kind problem"#]],
    );
    check(
        "kind:problem kind:solution valve ",
        expect![[r#"
        2 1
        Lessons with the word valve, of kind problem or solution"#]],
    );
    check(
        r#"tag:"foot valve""#,
        expect![[r#"
        2 1
        Lessons tagged foot valve"#]],
    );
    check(
        "tag:valve tag:priming",
        expect![[r#"
        1
        Lessons tagged valve and priming"#]],
    );
    check(
        "author:tomas",
        expect![[r#"
        3 1
        Lessons by tomas"#]],
    );
    check(
        "author:ngugi",
        expect![[r#"
        6 2
        Lessons by ngugi"#]],
    );
    check(
        "place:nakuru",
        expect![[r#"
        6 5
        Lessons from nakuru"#]],
    );
    check(
        "status:open",
        expect![[r#"
        1
        Lessons with status open"#]],
    );
    check(
        "kind:prob",
        expect![[r#"
        4 1
        Lessons of kind prob"#]],
    );
    check(
        "place:nowhere",
        expect![[r#"

        Lessons from nowhere"#]],
    );
}

#[test]
fn dates_filter() {
    check(
        "before:2026-06-04",
        expect![[r#"
        2 1
        Lessons logged before 4 June 2026"#]],
    );
    check(
        "after:2026-06-05",
        expect![[r#"
        6 5 4
        Lessons logged from 5 June 2026 on"#]],
    );
    check(
        "after:2026-06-03 before:2026-06-05",
        expect![[r#"
        3 2
        Lessons logged from 3 June 2026 on, logged before 5 June 2026"#]],
    );
}

#[test]
fn a_minus_takes_away() {
    check(
        "valve -list",
        expect![[r#"
        2 1
        Lessons with the word valve, without list"#]],
    );
    check(
        r#"valve -"foot valve""#,
        expect![[r#"
        5
        Lessons with the word valve, without “foot valve”"#]],
    );
    check(
        "-kind:problem",
        expect![[r#"
        6 5 3 2
        Lessons not of kind problem"#]],
    );
    check(
        "-pump -valve",
        expect![[r#"
        4
        Lessons without pump or valve"#]],
    );
}

#[test]
fn slips_of_the_finger_are_understood() {
    check(
        "foot vlave ",
        expect![[r#"
        2 1 | 5
        Lessons with as many as possible of the words foot and valve
        vlave → valve"#]],
    );
    check(
        "controler ",
        expect![[r#"
        4
        Lessons with the word controler"#]],
    );
    check(
        "cotnroler ",
        expect![[r#"
        4
        Lessons with the word controller
        cotnroler → controller"#]],
    );
    check(
        "E1243 ",
        expect![[r#"

        Lessons with the word E1243"#]],
    );
    check(
        "xyz ",
        expect![[r#"

        Lessons with the word xyz"#]],
    );
}

#[test]
fn an_empty_query_lists_the_newest() {
    check(
        "",
        expect![[r#"
        6 5 4 3 2 1
        All lessons"#]],
    );
}

#[test]
fn slips_stay_as_typed_when_asked() {
    let (_dir, index) = filled();
    let exactly = SearchOptions {
        correct: false,
        ..SearchOptions::default()
    };
    let hits = index
        .search(&Query::parse("vlave "), &exactly)
        .expect("searches");
    assert_eq!((hits.total, hits.corrections.len()), (0, 0));
}

#[test]
fn hits_tell_where_the_words_stand() {
    let (_dir, index) = filled();
    let shown: Vec<String> = search(&index, "foot valve ")
        .hits
        .iter()
        .map(|hit| {
            let parts = [
                (hit.matched.title(), "title"),
                (hit.matched.labels(), "labels"),
                (hit.matched.body(), "body"),
            ];
            let parts: Vec<&str> = parts
                .iter()
                .filter(|(has, _)| *has)
                .map(|(_, name)| *name)
                .collect();
            format!("{}: {}", hit.key[15], parts.join(" "))
        })
        .collect();
    expect![[r#"
        2: title labels body
        1: labels body
        5: title body"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn facets_count_what_was_found() {
    let (_dir, index) = filled();
    let facets = search(&index, "valve ").facets;
    let mut lines = Vec::new();
    for (name, tallies) in [
        ("kind", &facets.kinds),
        ("status", &facets.statuses),
        ("tag", &facets.tags),
        ("author", &facets.authors),
        ("place", &facets.places),
    ] {
        let shown: Vec<String> = tallies
            .iter()
            .map(|t| format!("{} {}", t.value, t.n_lessons))
            .collect();
        lines.push(format!("{name}: {}", shown.join(", ")));
    }
    expect![[r#"
        kind: problem 1, solution 1, story 1
        status: open 1
        tag: foot valve 2, priming 1, stock 1
        author: Amina Ngũgĩ 1, Lerato 1, Tomas Kiprop 1
        place: Njoro 2, Nakuru West 1"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_ticked_filter_is_the_same_as_a_typed_one() {
    let (_dir, index) = filled();
    let ticked = Query::parse("valve ").narrowed(FilterField::Author, "Lerato");
    let hits = index
        .search(&ticked, &SearchOptions::default())
        .expect("searches");
    assert_eq!(found(&hits), found(&search(&index, "valve author:Lerato")));
    assert_eq!(hits.total, 1);
}

#[test]
fn pages_follow_one_another() {
    let (_dir, index) = filled();
    let page = |offset, limit| {
        let options = SearchOptions {
            offset,
            limit,
            ..SearchOptions::default()
        };
        let hits = index
            .search(&Query::parse("valve pump start "), &options)
            .expect("searches");
        hits.hits.iter().map(|hit| hit.key[15]).collect::<Vec<_>>()
    };
    let all = page(0, 20);
    assert!(all.len() >= 5, "{all:?}");
    assert_eq!([page(0, 2), page(2, 2), page(4, 20)].concat(), all);
    assert_eq!(page(100, 20), [0; 0]);
}

#[test]
fn results_can_be_sorted_by_age_and_by_help() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("opens");
    for (n, n_helped) in [(1, 5), (2, 0), (3, 9)] {
        let doc = hearth_index::IndexDoc {
            n_helped,
            ..lesson(n, "valve", "")
        };
        index.tail_put(1, doc).expect("puts");
    }
    let sorted = |sort| {
        let options = SearchOptions {
            sort,
            ..SearchOptions::default()
        };
        found(
            &index
                .search(&Query::parse("valve "), &options)
                .expect("searches"),
        )
    };
    assert_eq!(sorted(Sort::Newest), "3 2 1");
    assert_eq!(sorted(Sort::MostHelped), "3 1 2");
    assert_eq!(sorted(Sort::Best), "3 1 2");
}

#[test]
fn snippets_mark_beginnings_and_corrected_words() {
    let (_dir, index) = filled();
    let marked = |typed: &str| {
        let highlighter = search(&index, typed).highlighter;
        let body = &community()[0].body;
        let snippet = highlighter.snippet(body);
        snippet
            .ranges
            .iter()
            .map(|range| snippet.text[range.clone()].to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(marked("vlave "), "valve");
    assert_eq!(marked("mor"), "morning");
    assert_eq!(marked(r#""foot valve" leaks "#), "foot valve leaking");
    assert_eq!(marked("-pump "), "");
}

#[test]
fn a_draft_of_one_line_finds_its_like() {
    let (_dir, index) = filled();
    let like = |text: &str| -> Vec<(u8, bool)> {
        let found = index.related(text, 2).expect("looks");
        found
            .iter()
            .map(|like| (like.key[15], like.likeness > 0.5))
            .collect()
    };
    assert_eq!(like("our pump lost its prime")[0], (1, true));
    assert_eq!(like("engine smokes when cold")[0], (6, true));
    assert_eq!(like("zebra crossing"), []);
    assert_eq!(like(""), []);
}

#[test]
fn many_threads_may_search_while_one_writes() {
    let (_dir, index) = filled();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..50).for_each(|_| assert!(search(&index, "foot valve ").total >= 2)));
        }
        for tick in 101..130 {
            index
                .tail_put(tick, lesson(7, "Valve again", "and again"))
                .expect("puts");
            index.tail_advance(tick);
            if tick % 10 == 0 {
                index.flush().expect("commits");
            }
        }
    });
    assert_eq!(search(&index, "again ").total, 1);
}
