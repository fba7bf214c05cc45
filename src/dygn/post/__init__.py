"""What leaves the house: e-mails, text messages and letters, through one outbox."""
