//! Roles that change, access that is revoked, and people who come as a table.

use serde_json::json;

use super::*;

impl World {
    /// A new person: their token and id.
    async fn somebody(&self, role: Role) -> (String, String) {
        let token = self.token(role).await;
        let id = self.get("/api/v1/me", &token).await.json()["person"]["id"].as_str().unwrap().to_owned();
        (token, id)
    }

    async fn set_role(&self, clerk: &str, person: &str, role: &str) -> Answered {
        let body = json!({ "role": role }).to_string();
        self.call(Method::PATCH, &self.path(&format!("/people/{person}")), clerk, Some(&body)).await
    }

    async fn revoke(&self, clerk: &str, person: &str) -> Answered {
        self.call(Method::DELETE, &self.path(&format!("/people/{person}")), clerk, None).await
    }

    async fn import(&self, clerk: &str, query: &str, table: &str) -> Answered {
        let mut request = request(Method::POST, &self.path(&format!("/people/import{query}")), clerk, Some(table));
        request.headers_mut().insert(header::CONTENT_TYPE, "text/csv; charset=utf-8".parse().unwrap());
        self.send(request).await
    }
}

#[tokio::test]
async fn a_role_that_changes_counts_at_once() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let (token, person) = world.somebody(Role::Expert).await;
    let act = r#"{"type":"freeze","paragraphs":["r999"]}"#;
    assert_eq!(world.post(&world.path("/acts"), &token, act).await.code(), "act_forbidden");
    let done = world.set_role(&clerk, &person, "moderator").await;
    assert_eq!((done.status, done.json()["before"].as_str()), (StatusCode::OK, Some("expert")), "{}", done.json());
    assert_eq!(world.post(&world.path("/acts"), &token, act).await.code(), "paragraph_unknown");
    assert_eq!(world.get("/api/v1/me", &token).await.json()["drafts"][0]["role"], "moderator");
    // by the act itself as well
    let act = json!({"type": "set-role", "person": person, "role": "observer"}).to_string();
    assert_eq!(world.post(&world.path("/acts"), &clerk, &act).await.status, StatusCode::OK);
    assert_eq!(world.get("/api/v1/me", &token).await.json()["person"]["role"], "observer");
    let listed = world.get(&world.path("/people"), &clerk).await.json();
    let listed = listed.as_array().unwrap().iter().find(|each| each["id"] == person.as_str()).unwrap().clone();
    assert_eq!((&listed["role"], &listed["highestRoleBefore"]), (&json!("observer"), &json!("moderator")));
    assert!(listed["delegation"].as_str().is_some_and(|name| !name.is_empty()));
    let ledger = world.get(&world.path("/ledger"), &clerk).await.json().to_string();
    assert!(ledger.contains("set-role") && ledger.contains(&person));
}

#[tokio::test]
async fn a_change_that_cannot_be_done_says_why() {
    let world = World::new().await;
    let (clerk, own) = world.somebody(Role::Secretariat).await;
    let (_, person) = world.somebody(Role::Expert).await;
    for (refused, code) in [
        (world.set_role(&clerk, &own, "observer").await, "own_standing"),
        (world.revoke(&clerk, &own).await, "own_standing"),
        (world.set_role(&clerk, &person, "expert").await, "role_unchanged"),
        (world.set_role(&clerk, &person, "king").await, "json_unexpected"),
        (world.set_role(&clerk, "nobody", "expert").await, "person_unknown"),
        (world.set_role(&clerk, "11111111111111111111111111111111111111111", "expert").await, "person_unknown"),
        (world.revoke(&clerk, &world.draft.to_string()).await, "person_unknown"),
    ] {
        assert_eq!(refused.code(), code);
    }
    assert_eq!(world.revoke(&clerk, &person).await.status, StatusCode::OK);
    assert_eq!(world.revoke(&clerk, &person).await.code(), "person_revoked");
    assert_eq!(world.set_role(&clerk, &person, "expert").await.code(), "person_revoked");
}

#[tokio::test]
async fn whoever_is_revoked_is_refused_at_every_door_with_the_reason() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let demo = world.state.people.invite(world.draft, Role::Expert, "Demo", None, Uses::Demo).await.unwrap();
    let joining = format!(r#"{{"invitation":"{}"}}"#, demo.code);
    let joined = world.post("/api/v1/sessions", "", &joining).await.json();
    let (token, person) = (joined["token"].as_str().unwrap(), joined["person"]["id"].as_str().unwrap());
    assert_eq!(world.revoke(&clerk, person).await.status, StatusCode::OK);
    let draft = world.path("");
    for path in ["/api/v1/me", "/api/v1/drafts", &draft, "/sync"] {
        let refused = world.get(path, token).await;
        assert_eq!((refused.code().as_str(), refused.status), ("access_revoked", StatusCode::FORBIDDEN), "{path}");
    }
    assert_eq!(world.post("/api/v1/sessions", "", &joining).await.code(), "access_revoked");
    let sessions = world.get(&world.path("/sessions"), &clerk).await.json();
    assert!(!sessions.to_string().contains(person));
    // the name stays, and says what it is
    let shown = world.get(&draft, &clerk).await.json()["people"][person].clone();
    assert_eq!((&shown["name"], &shown["revoked"]), (&json!("Demo"), &json!(true)));
    // also after a restart
    let world = world.restarted().await;
    assert_eq!(world.get("/api/v1/me", token).await.code(), "access_revoked");
}

#[tokio::test]
async fn whoever_loses_one_draft_keeps_the_others() {
    let world = World::new().await;
    let (token, person) = world.somebody(Role::Secretariat).await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let other = world.post("/api/v1/drafts", &token, FIXTURE).await.json()["id"].clone();
    let other = format!("/api/v1/drafts/{}", other.as_str().unwrap());
    assert_eq!(world.revoke(&clerk, &person).await.status, StatusCode::OK);
    assert_eq!(world.get(&world.path(""), &token).await.code(), "access_revoked");
    assert_eq!(world.get(&other, &token).await.status, StatusCode::OK);
    assert_eq!(world.get("/api/v1/me", &token).await.json()["drafts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_door_is_shut_although_the_process_ended_between_the_act_and_the_directory() {
    let world = World::new().await;
    let (token, person) = world.somebody(Role::Expert).await;
    let (_, clerk) = world.somebody(Role::Secretariat).await;
    let (person, clerk) = (person.parse().unwrap(), clerk.parse().unwrap());
    world.state.people.ask_standing(person, world.draft).await.unwrap();
    let member = maslahat_sync_core::Member { person: clerk, role: Role::Secretariat };
    let revoke = maslahat_sync_core::Act::Revoke { person };
    world.state.rooms.act(world.draft, member, revoke, None).await.unwrap();
    // nobody told the directory; whoever comes is judged by the register
    assert!(world.state.people.member(person, world.draft).is_some());
    assert_eq!(world.get(&world.path(""), &token).await.code(), "access_revoked");
    assert!(world.state.people.member(person, world.draft).is_none());
    assert!(world.state.people.questions(person).is_empty());
}

#[tokio::test]
async fn sessions_are_listed_with_their_device_and_ended_at_once() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let code = world.state.people.invite(world.draft, Role::Expert, "Ann", None, Uses::Once).await.unwrap().code;
    let mut join = request(Method::POST, "/api/v1/sessions", "", Some(&format!(r#"{{"invitation":"{code}"}}"#)));
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    join.headers_mut().insert(header::USER_AGENT, agent.parse().unwrap());
    let joined = world.send(join).await.json();
    let (token, person) = (joined["token"].as_str().unwrap(), &joined["person"]["id"]);
    let of_ann = async || {
        let listed = world.get(&world.path("/sessions"), &clerk).await.json();
        listed.as_array().unwrap().iter().find(|each| each["person"] == *person).cloned()
    };
    let session = of_ann().await.unwrap();
    assert_eq!((&session["device"], &session["connected"]), (&json!("Firefox, Linux"), &json!(false)));
    assert!(session["lastUsed"].as_str().unwrap() >= session["at"].as_str().unwrap());
    let path = world.path(&format!("/sessions/{}", session["id"].as_str().unwrap()));
    assert_eq!(world.call(Method::DELETE, &path, &clerk, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(world.get("/api/v1/me", token).await.code(), "session_unknown");
    assert_eq!(of_ann().await, None);
    assert_eq!(world.call(Method::DELETE, &path, &clerk, None).await.code(), "session_unlisted");
    // she is a member still
    let people = world.get(&world.path("/people"), &clerk).await.json();
    let ann = people.as_array().unwrap().iter().find(|each| each["id"] == *person).unwrap().clone();
    assert_eq!((&ann["revoked"], &ann["sessions"]), (&json!(false), &json!(0)));
}

#[tokio::test]
async fn a_table_is_looked_at_first_and_taken_whole_or_not_at_all() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let before = world.state.people.invitations(world.draft).len();
    let bad = "name,role,seat\nAnn,expert,D16\nBob,chief,D16\n\u{410}lice,expert,\n";
    let looked = world.import(&clerk, "?dryRun=true", bad).await;
    assert_eq!(looked.status, StatusCode::OK);
    let lines: Vec<_> = looked.json()["refused"].as_array().unwrap().iter().map(|note| note["line"].clone()).collect();
    assert_eq!(lines, [json!(3), json!(4)]);
    let refused = world.import(&clerk, "", bad).await;
    assert_eq!(
        (refused.code().as_str(), refused.json()["refused"].clone()),
        ("table_refused", looked.json()["refused"].clone())
    );
    assert_eq!(world.state.people.invitations(world.draft).len(), before);

    let good = "\u{feff}name;role;seat\r\n\"Ann; the elder\";expert;D16\r\nBob;observer;\r\n";
    let looked = world.import(&clerk, "?dryRun=true", good).await.json();
    assert_eq!((looked["refused"].clone(), looked["people"][0]["link"].clone()), (json!([]), json!(null)));
    assert_eq!(world.state.people.invitations(world.draft).len(), before);
    let done = world.import(&clerk, "", good).await;
    assert_eq!((done.status, done.header("cache-control")), (StatusCode::CREATED, "no-store"));
    let link = done.json()["people"][0]["link"].as_str().unwrap().to_owned();
    let code = link.rsplit('/').next().unwrap();
    let joined = world.post("/api/v1/sessions", "", &format!(r#"{{"invitation":"{code}"}}"#)).await.json();
    assert_eq!((&joined["person"]["name"], &joined["person"]["seat"]), (&json!("Ann; the elder"), &json!("D16")));
    // sent again, nobody is invited twice
    let again = world.import(&clerk, "", good).await;
    let codes: Vec<_> = again.json()["refused"].as_array().unwrap().iter().map(|note| note["code"].clone()).collect();
    assert_eq!(codes, [json!("person_known"), json!("person_known")]);
}

#[tokio::test]
async fn a_table_is_bounded_and_must_be_one() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let long = format!("name,role\n{}", "Ann Alexandrovna,expert\n".repeat(100_000));
    assert_eq!(world.import(&clerk, "?dryRun=true", &long).await.code(), "table_too_long");
    assert_eq!(world.import(&clerk, "?dryRun=true", "mail\n").await.code(), "table_unreadable");
    assert_eq!(world.import(&clerk, "?dryRun=perhaps", "name,role\n").await.code(), "query_malformed");
    assert_eq!(world.import(&clerk, "", &"x".repeat(5 << 20)).await.code(), "body_too_large");
    let json = world.post(&world.path("/people/import"), &clerk, "{}").await;
    assert_eq!(json.code(), "content_type_unsupported");
}

#[tokio::test]
async fn a_name_that_misleads_is_not_invited() {
    let world = World::new().await;
    let (clerk, _) = world.somebody(Role::Secretariat).await;
    let invite = async |name: &str| {
        let body = json!({"name": name, "role": "expert"}).to_string();
        world.post(&world.path("/invitations"), &clerk, &body).await.code()
    };
    assert_eq!(invite("ACE").await, "");
    for name in ["Ann\u{202e}", "\u{410}nn", "=Ann", "\u{410}\u{421}\u{415}"] {
        assert_eq!(invite(name).await, "name_misleading", "{name:?}");
    }
}
