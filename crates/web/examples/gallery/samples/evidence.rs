//! Evidence for auditors, as operators print it.

use domain::evidence::Verdict;
use web::evidence::{Sheet, SheetFact, SheetLine, SheetPart};
use web::views::EvidencePage;

use super::{Sample, Scene};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let page = EvidencePage {
        shell: scene.inside(&[&scene.text.operator_menu_title()]),
        sheet: sheet(scene),
    };
    vec![("operator-evidence", page.to_string())]
}

fn sheet(scene: &Scene) -> Sheet {
    let text = &scene.text;
    let fact = |label: (&str, &str), value: &str, is_reason| SheetFact {
        label: scene.either(label.0, label.1),
        value: value.to_owned(),
        is_reason,
    };
    let met = SheetLine {
        id: "PCI-4",
        clause: "3.7.4",
        title: scene.either(
            "鍵には期間があり、このデータベースのものである。",
            "Keys have their time.",
        ),
        verdict: Verdict::Met,
        verdict_word: text.evidence_met(),
        facts: vec![fact(
            ("ファイルの中の鍵の数", "Keys in the file"),
            "1",
            false,
        )],
        duty: Some(scene.either("鍵の使用期間の決定", "Deciding when a key’s time is over.")),
    };
    let not_met = SheetLine {
        id: "PCI-2",
        clause: "2.2.7",
        title: scene.either(
            "管理画面の通信は暗号化されている。",
            "Administration is encrypted on the way.",
        ),
        verdict: Verdict::NotMet,
        verdict_word: text.evidence_not_met(),
        facts: vec![fact(
            ("HTTPS", "HTTPS"),
            &scene.either("いいえ", "no"),
            true,
        )],
        duty: None,
    };
    let lines = vec![not_met, met];
    whole(scene, lines)
}

fn whole(scene: &Scene, lines: Vec<SheetLine>) -> Sheet {
    let text = &scene.text;
    Sheet {
        at: "2026-11-22 09:41".to_owned(),
        version: "0.1.0".to_owned(),
        profile: "manual",
        number: "f657ff116c45de68462d23601c7cf9d9922e217da98d9da751fb3a8289b94d8e".to_owned(),
        parts: vec![SheetPart {
            word: "pci-dss",
            title: text.evidence_pci_dss(),
            lines,
        }],
        count: text.evidence_count(0, 1, 1),
        not_met: 1,
    }
}
