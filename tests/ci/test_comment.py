"""One comment per tag, whatever else is in the pull request."""

import json

import pytest
from forge_server import OTHER, TOKEN, Fault

MARKER = "<!-- drc:default -->\n"
REPORT = "❌ **`checkout` is planned to take 6m30s against an RTO of 3m** (was 2m30s)\n\n| a | b |\n|---|---|\n"


def forge_fault(method, status, path="", **how):
    return Fault(method, path, status, **how)


# --- in place ----------------------------------------------------------------------------------------------------


def test_the_first_report_is_a_comment(poster):
    poster.post(REPORT)
    [comment] = poster.forge.bodies()
    assert comment.startswith(MARKER + REPORT.strip())
    assert "of 0123456 · updated on each push · [whole report](https://git" in comment.splitlines()[-1]


def test_the_next_report_replaces_it_in_place(poster):
    first = poster.forge.add(MARKER + "old")
    said = poster.forge.add("LGTM", author=OTHER)
    poster.post(REPORT)
    assert [it.id for it in poster.forge.comments] == [first.id, said.id]
    assert REPORT.strip() in first.body and said.body == "LGTM"
    assert poster.forge.count("POST") == (1 if poster.kind == "github" else 0), "GraphQL's question alone"


def test_the_same_report_is_not_written_again(poster):
    poster.post(REPORT)
    poster.forge.requests.clear()
    poster.post(REPORT)
    assert not poster.forge.count("PATCH") + poster.forge.count("PUT") and len(poster.forge.comments) == 1


def test_it_is_found_behind_hundreds_of_comments(poster):
    for number in range(250):
        poster.forge.add(f"comment {number}", author=OTHER)
    mine = poster.forge.add(MARKER + "old")
    poster.post(REPORT)
    assert len(poster.forge.comments) == 251 and REPORT.strip() in mine.body
    assert sum("per_page=100" in target for _, target in poster.forge.requests) == 3


def test_hundreds_of_comments_with_our_marker(github):
    for _ in range(120):
        github.forge.add(MARKER + "typed", author=OTHER)
    mine = github.forge.add(MARKER + "old")
    github.post(REPORT)
    assert len(github.forge.comments) == 121 and REPORT.strip() in mine.body


def test_a_tag_has_a_comment_of_its_own(poster):
    poster.post("of prod", "--tag=prod")
    poster.post("of prod-eu", "--tag=prod-eu")
    poster.post("of nobody")
    poster.post("again", "--tag=prod")
    begins = [" ".join(it.splitlines()[:2]) for it in poster.forge.bodies()]
    assert begins == ["<!-- drc:prod --> again", "<!-- drc:prod-eu --> of prod-eu", "<!-- drc:default --> of nobody"]
    poster.post("", "--tag=prod-eu")
    assert [it.splitlines()[0] for it in poster.forge.bodies()] == ["<!-- drc:prod -->", "<!-- drc:default -->"]


def test_of_two_that_began_at_once_one_stays(poster):
    poster.forge.add(MARKER + "one")
    last = poster.forge.add(MARKER + "two")
    poster.post(REPORT)
    assert [it.id for it in poster.forge.comments] == [last.id]


def test_a_comment_deleted_since_it_was_listed_is_written_anew(poster):
    poster.forge.add(MARKER + "old")
    method = "PATCH" if poster.kind == "github" else "PUT"
    poster.forge.faults.append(forge_fault(method, 404, before=poster.forge.comments.clear))
    poster.post(REPORT)
    [comment] = poster.forge.bodies()
    assert REPORT.strip() in comment


# --- the other modes ---------------------------------------------------------------------------------------------


def test_new_leaves_what_is_there(poster):
    poster.post("one", "--mode=new")
    poster.post("two", "--mode=new")
    assert len(poster.forge.comments) == 2
    poster.post("", "--mode=new")
    assert len(poster.forge.comments) == 2


def test_delete_and_new(poster):
    poster.post("one")
    poster.forge.add("LGTM", author=OTHER)
    poster.post("two", "--mode=delete-and-new")
    assert ["LGTM", "two"] == [it.removeprefix(MARKER).splitlines()[0] for it in poster.forge.bodies()]


def test_hide_and_new(github):
    for text in ["one", "two", "three"]:
        github.post(text, "--mode=hide-and-new")
    assert [it.hidden for it in github.forge.comments] == [True, True, False]
    github.post("", "--mode=hide-and-new")
    assert [it.hidden for it in github.forge.comments] == [True, True, True]


def test_the_old_one_stays_if_the_new_one_cannot_be_written(poster):
    poster.post("one")
    posting = r"/(comments|notes)$"
    poster.forge.faults.append(forge_fault("POST", 422, path=posting))
    poster.post("two", "--mode=delete-and-new", exit=1)
    assert len(poster.forge.comments) == 1 and "one" in poster.forge.bodies()[0]


def test_nothing_to_say_deletes_the_comment(poster):
    poster.forge.add(MARKER + "typed", author=OTHER)
    poster.post(REPORT)
    poster.post(" \n")
    assert poster.forge.bodies() == [MARKER + "typed"]
    poster.post("")
    assert poster.forge.bodies() == [MARKER + "typed"]


def test_nothing_to_say_hides_the_comment_and_the_next_report_shows_it_again(github):
    github.post(REPORT)
    github.post("", "--when-clean=hide")
    [comment] = github.forge.comments
    assert comment.hidden
    github.post(REPORT)
    assert github.forge.comments == [comment] and not comment.hidden


def test_nothing_to_say_may_keep_it(poster):
    poster.post(REPORT)
    poster.post("", "--when-clean=keep")
    assert len(poster.forge.comments) == 1


def test_gitlab_hides_nothing(gitlab):
    for option in ["--mode=hide-and-new", "--when-clean=hide"]:
        assert "GitLab hides no notes" in gitlab.post(REPORT, option, exit=2)
    assert gitlab.forge.requests == []


# --- what a report may hold --------------------------------------------------------------------------------------


def test_a_report_too_long_is_cut_at_a_line_and_says_so(poster):
    limit = 65_536 if poster.kind == "github" else 1_000_000
    line = "| checkout | 6m30s ❌ " + "x" * 60 + " |\n"
    poster.post("first\n<details><summary>terms</summary>\n\n```text\n" + line * (limit // 70) + "```\n</details>\n")
    [comment] = poster.forge.bodies()
    assert limit - 500 < len(comment) <= limit
    kept, note = comment.split("\n```\n</details>\n")
    assert kept.endswith(line.strip()) and "**Cut here:**" in note and note.count("[whole report](https://git") == 2
    assert comment.startswith(MARKER + "first\n")


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_report_at_the_limit(github, over):
    github.post("x")
    [body] = github.forge.bodies()
    room = 65_536 - (len(body) - 1)
    github.post("é" * (room + over))
    [comment] = github.forge.bodies()
    assert ("Cut here" in comment) == (over > 0) and len(comment) <= 65_536


def test_a_marker_in_a_report_takes_no_other_comment(poster):
    poster.post("of prod", "--tag=prod")
    poster.post("<!-- drc:prod -->\nhello\n<!-- drc:prod -->\n<!-- drc:default -->")
    assert [it.splitlines()[0] for it in poster.forge.bodies()] == ["<!-- drc:prod -->", "<!-- drc:default -->"]
    assert poster.forge.bodies()[1].splitlines()[1] == "hello"
    poster.post("again", "--tag=prod")
    assert len(poster.forge.comments) == 2 and "again" in poster.forge.bodies()[0]


def test_a_marker_that_somebody_typed_is_not_ours(poster):
    typed = poster.forge.add(MARKER + "mine now", author=OTHER)
    poster.post(REPORT)
    assert len(poster.forge.comments) == 2 and typed.body == MARKER + "mine now"


def test_a_marker_elsewhere_in_a_comment_is_not_the_marker(poster):
    quoted = poster.forge.add(f"> {MARKER}> quoted")
    poster.post(REPORT)
    assert len(poster.forge.comments) == 2 and quoted.body.startswith("> ")


def test_gitlab_carries_out_no_line_of_a_report(gitlab):
    gitlab.forge.add("/merge", system=True)
    gitlab.post("/merge\n  /approve\nplain /close\n\n```\n/label ~x\n```\n1/2\n/ 2")
    lines = gitlab.forge.bodies()[1].splitlines()
    assert not any(it.lstrip().startswith(("/m", "/a", "/l")) for it in lines)
    assert lines[1:4] == ["&#47;merge", "  &#47;approve", "plain /close"] and "/ 2" in lines


def test_html_and_every_alphabet_arrive_as_they_are(poster):
    text = "<script>alert(1)</script> & <b>“fett”</b> 決済 платежи 💳 ₿ \u202egnp --> ]]> ${{ secrets.X }} `$(id)`"
    poster.post(text)
    assert text in poster.forge.bodies()[0]


def test_bytes_that_no_forge_takes_do_not_arrive(poster):
    poster.post(b"a\x00b\x1b[31m\xff\r\nc")
    assert poster.forge.bodies()[0].splitlines()[1:3] == ["ab[31m\ufffd", "c"]


@pytest.mark.parametrize("tag", ["a --> <b>", "", "-x", "a\nb", "x" * 65, "ä"])
def test_a_tag_cannot_end_its_marker(github, tag):
    assert "what a tag is made of" in github.post(REPORT, f"--tag={tag}", exit=2)
    assert github.forge.requests == []


# --- a forge that refuses ----------------------------------------------------------------------------------------


DENIAL = '{"message": "Resource not accessible by integration"}'


def test_a_fork_s_token_warns_and_says_what_to_do(github):
    github.forge.faults.append(forge_fault("POST", 403, text=DENIAL))
    said = github.post(REPORT)
    assert said.startswith("::warning::drc: not posted: POST 403")
    assert "pull-requests: write" in said and "workflow_run" in said
    assert github.forge.bodies() == [] and github.forge.count("POST") == 1, "asking again would not help"


def test_a_fork_s_token_fails_the_job_if_that_is_asked_for(poster):
    poster.forge.faults.append(forge_fault("POST", 403, text=DENIAL))
    said = poster.post(REPORT, "--on-denied=fail", exit=1)
    assert "not accessible" in said and "docs/ci.md, Forks" in said


def test_graphql_refuses_in_its_own_way(github):
    github.post(REPORT)
    denial = json.dumps({"data": None, "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible"}]})
    github.forge.faults.append(forge_fault("POST", 200, path="graphql", text=denial))
    assert "not posted: Resource not accessible" in github.post("again", "--on-denied=fail", exit=1)


def test_no_token(poster):
    variable = f"{poster.kind.upper()}_TOKEN"
    assert "there is no token" in poster.post(REPORT, **{variable: ""})
    poster.post(REPORT, "--on-denied=fail", exit=1, **{variable: ""})
    assert poster.forge.requests == []


def test_a_wrong_token(poster):
    variable = f"{poster.kind.upper()}_TOKEN"
    assert "401" in poster.post(REPORT, "--on-denied=fail", exit=1, **{variable: "wrong"})


def test_a_token_that_the_forge_sends_back_is_not_printed(poster):
    poster.forge.faults.append(forge_fault("POST", 422, text=json.dumps({"message": f"bad {TOKEN}\n::error::x"})))
    assert "bad ***" in poster.post(REPORT, exit=1)
    assert len(poster.said.splitlines()) == 1


# --- a forge that is busy ----------------------------------------------------------------------------------------


SECONDARY = '{"message": "You have exceeded a secondary rate limit"}'


def posting(status, **how):
    return forge_fault("POST", status, path=r"/(comments|notes)$", **how)


def test_a_forge_that_stumbles_is_asked_again(poster):
    poster.forge.faults += [forge_fault("GET", 502), posting(503), posting(500)]
    poster.post(REPORT)
    assert len(poster.forge.comments) == 1


def test_a_connection_that_breaks_is_made_again(poster):
    poster.forge.faults += [forge_fault("GET", 0), posting(0)]
    poster.post(REPORT)
    assert len(poster.forge.comments) == 1


@pytest.mark.parametrize("status", [0, 502])
def test_a_comment_whose_answer_was_lost_is_not_written_twice(poster, status):
    poster.forge.faults.append(posting(status, done=True))
    poster.post(REPORT)
    [comment] = poster.forge.bodies()
    assert REPORT.strip() in comment


def test_a_limit_is_waited_out(poster):
    limit = {"Retry-After": "0"}
    poster.forge.faults += [posting(403, headers=limit, text=SECONDARY), posting(429, headers=limit)]
    poster.post(REPORT)
    assert len(poster.forge.comments) == 1 and sum(it.times for it in poster.forge.faults) == 0


def test_a_limit_s_own_time_is_respected(github):
    github.forge.faults.append(posting(429, headers={"Retry-After": "31"}))
    assert "the next attempt would be in 31s" in github.post(REPORT, "--patience=30", exit=1)
    github.forge.faults.append(posting(403, text=SECONDARY))
    assert "in 60s" in github.post(REPORT, "--patience=30", exit=1)
    github.forge.faults.append(posting(403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0"}))
    github.post(REPORT)
    assert len(github.forge.comments) == 1


def test_patience_ends(poster):
    poster.forge.faults.append(forge_fault("GET", 500, times=1000))
    assert "not posted: GET 500, and again after" in poster.post(REPORT, "--patience=0.2", exit=1)
    assert 3 <= poster.forge.count("GET") <= 5 and poster.forge.bodies() == []


# --- where a token goes ------------------------------------------------------------------------------------------


def test_a_link_to_another_host_is_followed_on_ours(poster):
    for _ in range(150):
        poster.forge.add("x", author=OTHER)
    mine = poster.forge.add(MARKER + "old")
    poster.forge.links_to = "http://elsewhere.invalid"
    poster.post(REPORT)
    assert REPORT.strip() in mine.body


def test_a_redirect_is_not_followed(poster):
    with_token = {"Location": f"{poster.forge.url}/stolen"}
    poster.forge.faults.append(forge_fault("GET", 307, headers=with_token))
    assert "GET 307" in poster.post(REPORT, exit=1)
    assert not any("stolen" in target for _, target in poster.forge.requests)


# --- which pull request ------------------------------------------------------------------------------------------


def run_of(owner="mallory", branch="fix/ü", sha="f" * 40):
    repository = {"owner": {"login": owner}} if owner else None
    page = "https://github.example/run/9"
    return {"workflow_run": {"head_sha": sha, "head_branch": branch, "head_repository": repository, "html_url": page}}


def pull(number, label, sha):
    return {"number": number, "head": {"label": label, "sha": sha}}


def test_a_workflow_run_finds_the_fork_s_pull_request_by_what_github_says(github):
    github.forge.pulls = [
        pull(3, "mallory:fix/ü", "e" * 40), pull(4, "mallory:fix/ü", "f" * 40), pull(5, "alice:fix/ü", "f" * 40)]
    github.post(REPORT, event=run_of())
    [posted] = [target for method, target in github.forge.requests if method == "POST"]
    assert posted.endswith("/repos/acme/payments/issues/4/comments")
    assert "of fffffff" in github.forge.bodies()[0] and "https://github.example/run/9" in github.forge.bodies()[0]


@pytest.mark.parametrize("event", [run_of(sha="a" * 40), run_of(owner=""), {"ref": "refs/heads/main"}])
def test_without_a_pull_request_nothing_is_posted(github, event):
    github.forge.pulls = [pull(4, "mallory:fix/ü", "f" * 40)]
    assert "nothing posted:" in github.post(REPORT, event=event)
    assert github.forge.count("POST") == 0


def test_a_branch_pipeline_has_no_merge_request(gitlab):
    assert "nothing posted:" in gitlab.post(REPORT, CI_MERGE_REQUEST_IID="")


def test_a_fork_s_pipeline_speaks_to_the_merge_request_s_project(gitlab):
    gitlab.post(REPORT)
    assert ("POST", "/api/gitlab/projects/11/merge_requests/7/notes") in gitlab.forge.requests
    gitlab.post("again", "--repository=acme/pay ments", "--number=8")
    assert any("/projects/acme/pay ments/merge_requests/8/notes?" in target for _, target in gitlab.forge.requests)


def test_a_report_that_is_not_there(github):
    assert "nowhere.md cannot be read" in github.post(github.folder / "nowhere.md", exit=1)
    assert "event.json cannot be read" in github.post(REPORT, exit=1, GITHUB_EVENT_PATH="/nowhere/event.json")


def test_a_report_that_is_a_link_is_not_read(github):
    secret = github.folder / "secret"
    secret.write_text("what the runner knows")
    link = github.folder / "link.md"
    link.symlink_to(secret)
    assert "is a link" in github.post(link, exit=1)
    assert github.forge.requests == []
