//! The PDF file of a call, opened at a page.

use std::fs;

use crate::harness::{Sandbox, project};

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    let folder = project().join("tests/fixtures/formats/printed_pages");
    let bytes = fs::read(folder.join("two_columns.pdf")).unwrap();
    sandbox.write("a folder/plhb #1.pdf", &bytes);
    let text = "Operator: Welcome to the Harbor Lantern (HLTN) Q3 2025 earnings call.\n\
                Mara Quist: Thank you. Revenue grew.\nOperator: Goodbye, and thank you all.\n";
    sandbox.write("text.txt", text.as_bytes());
    sandbox.run(&["index"]);
    sandbox
}

#[test]
fn pages_are_links_into_the_file() {
    let sandbox = sandbox();
    let server = sandbox.serve(&[]);
    let link = r#"href="/file/PLHB-2025Q3#page=3""#;
    for path in ["/call/PLHB-2025Q3", "/?q=backlog+convertible"] {
        let page = server.get(path).text;
        assert!(page.contains(link), "{path}: {page}");
    }
    let file = server.get("/file/PLHB-2025Q3");
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(
        file.header("content-disposition"),
        "inline; filename*=UTF-8''plhb%20%231%2Epdf"
    );
    // The name of a call in any case, as on its page.
    assert_eq!(server.get("/file/plhb-2025q3").status, 200);
}

#[test]
fn nothing_but_pdf_files_of_the_index_is_served() {
    let sandbox = sandbox();
    let server = sandbox.serve(&[]);
    let calls = server.json("/api/calls");
    let is_text = |call: &&serde_json::Value| call["source"] == "text.txt";
    let text = calls.as_array().unwrap().iter().find(is_text).unwrap();
    let text = text["id"].as_str().unwrap();
    for path in [
        format!("/file/{text}"),
        "/file/nobody".to_owned(),
        "/file/..%2F..%2Fetc%2Fpasswd".to_owned(),
        "/file/a%20folder%2Fplhb%20%231.pdf".to_owned(),
        "/file/".to_owned(),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        assert_ne!(answer.header("content-type"), "application/pdf", "{path}");
    }
    // What is no PDF file any more is not passed off as one.
    sandbox.write("a folder/plhb #1.pdf", b"<script>alert(1)</script>");
    assert_eq!(server.get("/file/PLHB-2025Q3").status, 404);
    let posted = server.raw(b"POST /file/PLHB-2025Q3 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assert!(
        posted.starts_with(b"HTTP/1.1 405"),
        "{}",
        String::from_utf8_lossy(&posted)
    );
}
