//! Everybody at the same moment.

use std::sync::Barrier;

use testkit::browser::{Answer, Form};

use crate::trio::Trio;

/// Sends one form for each of `forms` at once, spread over the nodes.
pub fn at_once(trio: &Trio, forms: &[Form]) -> Vec<Answer> {
    let start = Barrier::new(forms.len());
    std::thread::scope(|scope| {
        let sent: Vec<_> = forms
            .iter()
            .enumerate()
            .map(|(number, form)| {
                let (start, mut browser) = (&start, trio.node(number).browser());
                scope.spawn(move || {
                    start.wait();
                    browser.send(form).expect("an answer")
                })
            })
            .collect();
        sent.into_iter()
            .map(|thread| thread.join().expect("a thread"))
            .collect()
    })
}

/// What the answers come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub opened: usize,
    pub refused: usize,
    pub locked: usize,
    pub busy: usize,
}

/// Counts; every answer has to be one of the four.
pub fn sum(answers: &[Answer]) -> Sum {
    let mut sum = Sum::default();
    for answer in answers {
        let body = &answer.body;
        if answer.status == 303 && answer.sets_session() {
            sum.opened += 1;
        } else if body.contains("パスワードがロックされています") {
            sum.locked += 1;
        } else if body.contains("ログインできませんでした") {
            sum.refused += 1;
        } else if answer.status == 503 && answer.header("retry-after").is_some() {
            sum.busy += 1;
        } else {
            panic!("neither right nor a clear error: {answer:?}");
        }
    }
    sum
}
