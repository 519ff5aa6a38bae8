def handle(event):
    return {"statusCode": 200, "body": event.get("body") or ""}
