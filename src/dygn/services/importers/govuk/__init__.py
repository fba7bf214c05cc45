"""GOV.UK Forms: the JSON of one form, one question per page, with its routes."""
